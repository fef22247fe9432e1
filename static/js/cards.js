/* Phiếu kích hoạt: điền mã từ phần sau dấu # của địa chỉ trong mã QR. */
(function () {
  "use strict";
  const box = document.querySelector("[data-code-from-address]");
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (box && !box.value && /^[0-9A-Za-z-]{8,20}$/.test(code)) {
    box.value = code;
    window.history.replaceState(null, "", window.location.pathname);
    const next = box.form.querySelector("[name=birth_date]");
    if (next) next.focus();
  }
})();
