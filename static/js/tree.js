/* Cây đơn vị trong bảng: bấm lần nữa thì gập. Không có JavaScript thì đường dẫn mở trang của đơn vị. */
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("a.rl-tree") : null;
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = button.closest("tr");
    if (button.getAttribute("aria-expanded") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      let next = row.nextElementSibling;
      while (next && next.classList.contains("is-sub") && next.dataset.path.startsWith(row.dataset.path)) {
        const gone = next;
        next = next.nextElementSibling;
        gone.remove();
      }
      button.setAttribute("aria-expanded", "false");
      row.classList.remove("is-open");
      return;
    }
    button.setAttribute("aria-expanded", "true");
    row.classList.add("is-open");
  }, true);
})();
