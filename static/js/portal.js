/* Thêm tiện nghi cho trang đã chạy được không cần JavaScript. Không có mã nội dòng, không gọi ra ngoài. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-js");

  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  /* Nút In */
  document.addEventListener("click", (event) => {
    if (closest(event, "[data-print]")) window.print();
  });

  /* Thông báo nhanh và ghi chú đóng được */
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-close]");
    if (button) button.closest(".rl-toast, .rl-note").remove();
  });

  /* Thực đơn tài khoản: đóng khi bấm ra ngoài hoặc bấm Esc */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.rl-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.rl-menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* Chọn cả danh sách: <input data-select-all="ids"> chọn mọi ô name="ids" trong cùng form.
     <input data-everything="128"> chọn cả những dòng không có trên trang.
     [data-selected-count] hiện số đã chọn; [data-needs-selection] khóa khi chưa chọn ô nào;
     [data-label-selected="Duyệt {n} bản"] đổi chữ theo số. */
  function boxesOf(form, name) {
    return Array.from(form.querySelectorAll('input[type="checkbox"][name="' + name + '"]'));
  }
  function recount(form) {
    const all = form.querySelector("[data-select-all]");
    const name = all ? all.dataset.selectAll : form.dataset.selection;
    if (!name) return;
    const boxes = boxesOf(form, name);
    const ticked = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    const everything = form.querySelector("[data-everything]:checked");
    const chosen = everything ? everything.dataset.everything : ticked;
    form.querySelectorAll("[data-selected-count]").forEach((place) => { place.textContent = String(chosen); });
    form.querySelectorAll("[data-needs-selection]").forEach((button) => { button.disabled = !Number(chosen); });
    form.querySelectorAll("[data-label-selected]").forEach((label) => {
      label.dataset.labelNone ??= label.textContent;
      label.textContent = Number(chosen) ? label.dataset.labelSelected.replace("{n}", String(chosen)) : label.dataset.labelNone;
    });
  }
  document.addEventListener("change", (event) => {
    const form = closest(event, "form");
    if (!form) return;
    if (event.target.matches("[data-select-all]")) {
      boxesOf(form, event.target.dataset.selectAll).forEach((box) => { box.checked = event.target.checked; });
    }
    recount(form);
  });

  /* Câu mẫu: <button type="button" data-phrase="…" data-into="id_reason"> */
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-phrase]");
    if (!button) return;
    const box = document.getElementById(button.dataset.into);
    if (!box) return;
    box.value = box.value.trim() ? box.value.trim() + " " + button.dataset.phrase : button.dataset.phrase;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });

  /* Chép chữ: <button type="button" data-copy="chữ"> hoặc data-copy-from="id" */
  document.addEventListener("click", async (event) => {
    const button = closest(event, "[data-copy], [data-copy-from]");
    if (!button) return;
    const source = button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom) : null;
    const text = source ? source.value || source.textContent : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text.trim());
      say("Đã chép. Dán vào Zalo hoặc thư.");
    } catch {
      say("Trình duyệt không cho chép. Chọn chữ rồi bấm giữ để chép.");
    }
  });
  function say(text) {
    const toasts = document.querySelector(".rl-toasts");
    if (!toasts) return;
    const toast = document.createElement("div");
    toast.className = "rl-toast rl-dark";
    const words = document.createElement("span");
    words.textContent = text;
    toast.append(words);
    toasts.append(toast);
    window.setTimeout(() => toast.remove(), 6000);
  }

  /* Đếm chữ còn lại: mọi ô có maxlength và data-count-left */
  function countLeft(box) {
    let place = box.nextElementSibling;
    if (!place || !place.classList.contains("rl-left")) {
      place = document.createElement("span");
      place.className = "rl-left";
      place.setAttribute("aria-hidden", "true");
      box.after(place);
    }
    const most = Number(box.dataset.countLeft || box.getAttribute("maxlength"));
    const left = most - box.value.length;
    place.textContent = box.value.length + "/" + most + " ký tự";
    place.classList.toggle("is-over", left < 0);
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-count-left]")) countLeft(event.target);
  });

  /* Hiện mật khẩu: <input type="checkbox" data-reveal="id_password"> */
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-reveal]")) return;
    event.target.dataset.reveal.split(" ").forEach((id) => {
      const box = document.getElementById(id);
      if (box) box.type = event.target.checked ? "text" : "password";
    });
  });

  /* Lọc danh sách: đổi ô chọn là lọc ngay */
  document.addEventListener("change", (event) => {
    const form = closest(event, "form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });

  /* Đang gửi: khóa nút và đổi chữ theo data-busy, sau khi trình duyệt đã lấy giá trị của nút */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    const button = event.submitter;
    form.dataset.sending = "1";
    window.setTimeout(() => {
      if (!button) return;
      button.dataset.idle = button.textContent;
      button.disabled = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  /* Sau khi htmx thay một mảnh: đưa tiêu điểm tới nơi mảnh ấy chỉ định, đếm lại */
  document.addEventListener("htmx:afterSettle", (event) => {
    const piece = event.detail.elt;
    const target = piece.matches("[data-focus]") ? piece : piece.querySelector("[data-focus]");
    if (target) {
      if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: false });
    }
    prepare(piece);
  });
  document.addEventListener("htmx:responseError", (event) => failed(event.detail.target));
  document.addEventListener("htmx:sendError", (event) => failed(event.detail.target));
  function failed(target) {
    if (!target || target.querySelector(":scope > .rl-note.is-bad")) return;
    const note = document.createElement("div");
    note.className = "rl-note is-bad";
    note.setAttribute("role", "alert");
    const words = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = "Chưa tải được phần này. Phần còn lại của trang vẫn dùng được; tải lại trang để thử lần nữa.";
    words.append(line);
    note.append(words);
    target.prepend(note);
  }

  function prepare(piece) {
    piece.querySelectorAll("form").forEach(recount);
    if (piece.matches("form")) recount(piece);
    piece.querySelectorAll("[data-count-left]").forEach(countLeft);
    const wrong = piece.querySelector("[data-focus-error]");
    if (wrong) wrong.focus();
  }
  prepare(document.body);
})();
