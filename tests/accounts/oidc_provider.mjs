// The identity provider of an office, for tests: oidc-provider with its own forms for development.
// node tests/accounts/oidc_provider.mjs PORT REDIRECT_URI
// Whoever signs in as `x@y.z` has that verified address; `x@y.z?` has it without verification.
import process from "node:process";
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "naikkelas",
    client_secret: "rahasia-uji-yang-panjang",
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "client_secret_post",
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["hanya-untuk-uji"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: id.replace("?", ""),
      email_verified: !id.endsWith("?"),
      name: "Nama di Kantor",
    }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
