// The browser's own dialogue about a passkey, between pressing the button of the form and sending it.
const NOTHING = "Nothing was confirmed. Try again, or use another way.";
const UNKNOWN = "This browser cannot use passkeys here. Use another way.";

for (const form of document.querySelectorAll("form.passkey")) {
  const [problem, button] = [form.querySelector("[role=alert]"), form.querySelector("button")];
  form.addEventListener("submit", async (event) => {
    // Without a name the server says so, and no passkey is made in vain.
    if (form.elements.name?.value.trim() === "") return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    problem.textContent = "";
    try {
      form.elements.answer.value = JSON.stringify(await answer(form.dataset));
      form.submit();
    } catch (error) {
      problem.textContent = error instanceof DOMException ? NOTHING : UNKNOWN;
      button.removeAttribute("aria-disabled");
    }
  });
}

async function answer({ creation, request }) {
  const publicKey = creation ? creationOptions(JSON.parse(creation)) : requestOptions(JSON.parse(request));
  const credential = await navigator.credentials[creation ? "create" : "get"]({ publicKey });
  const response = Object.fromEntries(
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .filter((name) => credential.response[name])
      .map((name) => [name, encode(credential.response[name])]),
  );
  return { id: credential.id, rawId: encode(credential.rawId), type: credential.type, response };
}

function creationOptions({ challenge, user, excludeCredentials, ...others }) {
  return {
    ...others,
    challenge: decode(challenge),
    user: { ...user, id: decode(user.id) },
    excludeCredentials: excludeCredentials.map(descriptor),
  };
}

function requestOptions({ challenge, allowCredentials, ...others }) {
  return { ...others, challenge: decode(challenge), allowCredentials: allowCredentials.map(descriptor) };
}

function descriptor({ id, ...others }) {
  return { ...others, id: decode(id) };
}

// Base64 in the letters that may stand in an address, without the signs that fill up its end.
function decode(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function encode(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
