import { type FormEvent, useState } from 'react';
import { signIn } from '../live/session.js';
import { Mark } from '../parts/mark.js';

/** Asks for an API key; it stays in this tab and is sent with every request. */
export function SignIn({ reason }: { readonly reason: string }) {
  const [key, setKey] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== '') signIn(key.trim());
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <p className="brand">
          <Mark />
          <span>Touchline</span>
        </p>
        <h1>Sign in</h1>
        <label htmlFor="key">API key</label>
        <input
          id="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          aria-describedby="key-help"
        />
        <p id="key-help" className="quiet">
          A key with the scope <code>read</code>. Whoever runs Touchline makes one with <code>touchline keys create</code>. It is forgotten when you close this
          tab.
        </p>
        {reason !== '' && (
          <p role="alert" className="refused">
            {reason}
          </p>
        )}
        <button type="submit" className="button">
          Show the figures
        </button>
      </form>
    </main>
  );
}
