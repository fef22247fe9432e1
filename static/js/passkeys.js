/* Khóa truy cập. Không có trang nào bắt buộc phải có tệp này: thiếu nó thì dùng ứng dụng tạo mã.
   <form data-passkey-options="…"> giữ lời mời của máy chủ; form không có lời mời thì hỏi máy chủ ở địa chỉ của form.
   <button data-passkey="create|get"> bắt đầu; câu trả lời đi trong ô ẩn tên credential. */
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.documentElement.classList.add("has-passkeys");

  const WORDS = {
    NotAllowedError: "Chưa xác nhận được. Bấm lại và làm theo máy hỏi, hoặc dùng cách khác.",
    InvalidStateError: "Máy này đã có khóa của tài khoản.",
    SecurityError: "Địa chỉ này không dùng được khóa truy cập. Mở Cổng bằng địa chỉ https chính thức.",
    AbortError: "Đã thôi. Bấm lại khi sẵn sàng.",
  };

  function bytesOf(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }
  function textOf(buffer) {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  const known = (list) => (list || []).map((key) => ({ ...key, id: bytesOf(key.id) }));

  function create(wish) {
    const publicKey = {
      ...wish,
      challenge: bytesOf(wish.challenge),
      user: { ...wish.user, id: bytesOf(wish.user.id) },
      excludeCredentials: known(wish.excludeCredentials),
      /* Khóa được giữ trong máy, để sau này đăng nhập không cần gõ tên. */
      authenticatorSelection: { ...wish.authenticatorSelection, residentKey: "preferred", requireResidentKey: false },
    };
    return navigator.credentials.create({ publicKey });
  }
  function get(wish) {
    const publicKey = { ...wish, challenge: bytesOf(wish.challenge), allowCredentials: known(wish.allowCredentials) };
    return navigator.credentials.get({ publicKey });
  }
  function asJson(credential) {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (credential.response[name]) response[name] = textOf(credential.response[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: textOf(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function optionsOf(form) {
    if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  }
  function tell(form, words) {
    const place = form.querySelector("[data-passkey-error]");
    place.textContent = words;
    place.hidden = !words;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-passkey]") : null;
    if (!button) return;
    const form = button.form;
    tell(form, "");
    button.disabled = true;
    try {
      const wish = (await optionsOf(form)).publicKey;
      const credential = await (button.dataset.passkey === "create" ? create(wish) : get(wish));
      form.elements.credential.value = asJson(credential);
      form.submit();
    } catch (error) {
      tell(form, WORDS[error.name] || "Chưa làm được. Kiểm tra mạng rồi bấm lại, hoặc dùng cách khác.");
    } finally {
      button.disabled = false;
    }
  });
})();
