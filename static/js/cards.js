/* Phiếu kích hoạt: nút In, và điền mã từ phần sau dấu # của địa chỉ trong mã QR. */
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });

  const box = document.querySelector("[data-code-from-address]");
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (box && !box.value && /^[0-9A-Za-z-]{8,20}$/.test(code)) {
    box.value = code;
    window.history.replaceState(null, "", window.location.pathname);
    const next = box.form.querySelector("[name=birth_date]");
    if (next) next.focus();
  }
})();
