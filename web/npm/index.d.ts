/// <reference path="./objection-coach.d.ts" />

/**
 * Puts the loader of a coach's site on the page, once, and resolves to its entry points.
 * Rejects with an error whose code is "network" (not there, not of this version, or
 * not allowed by the page), "input" (no whole address) or "unsupported" (no browser).
 * @param site address of the folder with objection-coach.js
 */
export function loadCoach(site: string | URL, options?: {
  /** Hash the loader must have; that of the version this package was made with, or "" for none. */
  integrity?: string;
  /** Nonce of the page's Content-Security-Policy. */
  nonce?: string;
}): Promise<typeof ObjectionCoach>;
