/* Gửi lời nhắc qua Zalo, tin nhắn…: <button type="button" data-share-from="id" data-needs-js>.
   Máy không có bảng chia sẻ thì nút chép chữ (portal.js). */
(function () {
  "use strict";
  document.querySelectorAll("[data-share-from]").forEach((button) => {
    if (!navigator.share) {
      button.dataset.copyFrom = button.dataset.shareFrom;
      return;
    }
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.shareFrom);
      try {
        await navigator.share({ text: (source.value || source.textContent).trim() });
      } catch {
        /* Người dùng đóng bảng chia sẻ. */
      }
    });
  });
})();
