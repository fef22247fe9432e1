/* Giữ chữ đang viết trong trình duyệt: <form data-draft="tên form">.
   Khóa theo người và form; khôi phục khi phiên hết hạn giữa chừng; xóa khi gửi xong hoặc đăng xuất. */
(function () {
  "use strict";
  const user = document.body.dataset.user;
  const PREFIX = "nhap:";
  const keyOf = (form) => PREFIX + user + ":" + form.dataset.draft;

  function store(action) {
    try { return action(window.localStorage); } catch { return null; }
  }
  function wipe(matches) {
    store((kept) => {
      Object.keys(kept).filter(matches).forEach((key) => kept.removeItem(key));
    });
  }
  function fieldsOf(form) {
    return Array.from(form.elements).filter((field) =>
      field.name && field.name !== "csrfmiddlewaretoken" && field.name !== "submit_key" && field.name !== "version" &&
      !["password", "file", "hidden", "submit", "button"].includes(field.type));
  }
  function read(form) {
    return fieldsOf(form).map((field) =>
      [field.name, field.type, ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.value]);
  }
  function write(form, saved) {
    const left = saved.slice();
    fieldsOf(form).forEach((field) => {
      const isTick = ["checkbox", "radio"].includes(field.type);
      const at = left.findIndex(([name, type, value]) =>
        name === field.name && type === field.type && (!isTick || value[0] === field.value));
      if (at < 0) return;
      const value = left.splice(at, 1)[0][2];
      if (isTick) field.checked = value[1]; else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  function note(form, text, offer) {
    let place = form.querySelector("[data-draft-note]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.draftNote = "";
      place.className = "rl-saved";
      place.setAttribute("role", "status");
      form.prepend(place);
    }
    place.textContent = text;
    if (offer) place.append(" ", offer);
  }
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

  /* Lần gửi trước đã thành công khi máy chủ đưa sang trang khác; trang có lỗi tự nhận lại chữ từ máy chủ. */
  const pending = store((kept) => kept.getItem("gui"));
  if (pending) {
    store((kept) => kept.removeItem("gui"));
    const [key, path] = JSON.parse(pending);
    const isSignIn = document.querySelector("[data-sign-in]");
    if (user && !isSignIn && window.location.pathname !== path) wipe((name) => name === key);
  }

  function keep(form) {
    if (!user) return;
    const before = JSON.stringify(read(form));
    const saved = store((kept) => kept.getItem(keyOf(form)));
    if (saved && saved !== before) {
      const undo = document.createElement("button");
      undo.type = "button";
      undo.className = "btn btn-link btn-sm";
      undo.textContent = "Bỏ chữ đã giữ";
      undo.addEventListener("click", () => {
        write(form, JSON.parse(before));
        wipe((name) => name === keyOf(form));
        note(form, "Đã trở về bản đã lưu.");
      });
      write(form, JSON.parse(saved));
      note(form, "Đã lấy lại chữ viết dở trên máy này.", undo);
    }
    let timer = 0;
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        store((kept) => kept.setItem(keyOf(form), JSON.stringify(read(form))));
        note(form, "Đã giữ chữ trên máy này lúc " + clock() + ".");
      }, 600);
    });
    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      store((kept) => {
        kept.setItem(keyOf(form), JSON.stringify(read(form)));
        kept.setItem("gui", JSON.stringify([keyOf(form), window.location.pathname]));
      });
    });
  }
  document.querySelectorAll("form[data-draft]").forEach(keep);
  document.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt.querySelectorAll("form[data-draft]").forEach(keep);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-wipe-drafts]")) wipe((name) => name.startsWith(PREFIX));
  });
})();
