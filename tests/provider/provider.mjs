// A provider of OpenID Connect for the stories of the tests: certified code, a key of its own, and a login page that
// believes whatever its address says. It listens on the loopback, says where, and ends with its parent.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

// Its advice for production is not for tests, and nobody reads on once the address was said.
console.info = console.warn = () => {};

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);
const people = new Map();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer();

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['of one process'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Whoever logs in anew is somebody else.
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const url = new URL(request.url, issuer);
    if (!url.pathname.startsWith('/interaction/')) return answer(request, response);
    try {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (url.searchParams.has('denied')) {
        const denied = { error: 'access_denied', error_description: 'changed their mind' };
        return await provider.interactionFinished(request, response, denied);
      }
      if (prompt.name === 'login') {
        const accountId = url.searchParams.get('sub');
        const email = url.searchParams.get('email');
        people.set(accountId, { email: email ?? undefined, email_verified: url.searchParams.get('verified') === 'true' });
        return await provider.interactionFinished(request, response, { login: { accountId } });
      }
      const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      grant.addOIDCScope('openid email');
      const grantId = await grant.save();
      await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  console.log(issuer);
});

process.stdin.on('end', () => process.exit(0)).resume();
