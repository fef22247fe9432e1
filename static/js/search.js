/* Tìm ở mọi trang: Ctrl-K hoặc "/" mở ô tìm; mũi tên chọn, Enter mở. Không có JavaScript thì dùng trang /tim/. */
(function () {
  "use strict";
  const dialog = document.getElementById("tim-o-moi-noi");
  if (!dialog || !dialog.showModal) return;
  const box = dialog.querySelector("input[type=search]");
  const found = dialog.querySelector(".rl-found");

  function open(words) {
    if (!dialog.open) dialog.showModal();
    if (words) {
      box.value = words;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.focus();
    box.select();
  }

  function isTyping(target) {
    return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", (event) => {
    const isCtrlK = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!isCtrlK && !isSlash) return;
    if (document.querySelector("dialog[open]:not(#tim-o-moi-noi)")) return;
    event.preventDefault();
    open("");
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest("a.rl-search-link");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open("");
    }
    if (event.target === dialog || event.target.closest("[data-close-dialog]")) dialog.close();
  });

  /* Dòng được chọn chỉ đánh dấu; tiêu điểm ở lại ô gõ để gõ tiếp được ngay. */
  let chosen = -1;
  function choose(next) {
    const links = Array.from(found.querySelectorAll("a"));
    if (!links.length) return;
    chosen = (next + links.length) % links.length;
    links.forEach((link, place) => link.classList.toggle("is-chosen", place === chosen));
    links[chosen].scrollIntoView({ block: "nearest" });
  }
  dialog.addEventListener("keydown", (event) => {
    if (event.target !== box) return;
    /* Ô tìm kiếm của Chromium giữ phím Esc để xóa chữ; ở đây Esc đóng luôn. */
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); return; }
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    const link = found.querySelector("a.is-chosen");
    if (event.key === "Enter" && link) { event.preventDefault(); link.click(); }
  });
  found.addEventListener("htmx:afterSwap", () => { chosen = -1; });
  box.addEventListener("input", () => { if (!box.value.trim()) found.replaceChildren(); });
})();
