/// <reference path="./objection-coach.d.ts" />

/**
 * Types of engine.js: the engine alone, for pages with an interface of their own.
 *
 *   import { createCoach } from "https://crm.bank.example/coach/engine.js";
 *   const coach = await createCoach({ pack: "bank", locale: "zh-CN" });
 *   const analysis = await coach.analyze("这个手续费太高了");
 *   const review = await coach.review("您放心，这款保本。", "会不会亏本");
 *   coach.terminate();
 *
 * It is an ES module without dependencies that does nothing when imported, also
 * outside a browser. createCoach() starts a worker, which fetches the program, the pack
 * and, where it is not Chinese, the language; the first review() fetches the rulebook.
 * Nothing else is fetched, and no word of a customer leaves the worker but as an answer.
 *
 * A page with a Content-Security-Policy needs, with the coach below its own origin:
 *   script-src 'self'; worker-src 'self'
 * and with require-trusted-types-for 'script' also
 *   trusted-types objection-coach-engine
 * The worker obeys the headers of engine-worker.js and not those of the page. Where that
 * file is served with a policy, it needs
 *   script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'
 * Browsers that apply the page's policy to workers need the same two in the page's.
 *
 * A worker must come from the page's own origin. With the coach on another one, serve
 * a file of your own with the one line
 *   importScripts("https://coach.example/engine-worker.js");
 * and give createCoach
 *   worker: () => new Worker("/that-file.js"), base: "https://coach.example/"
 * (with Trusted Types, an address made by a policy of your own, which trusted-types names).
 * Then the page needs script-src https://coach.example for engine.js, and a policy on
 * that file needs script-src https://coach.example 'wasm-unsafe-eval' and connect-src
 * https://coach.example. The coach's own host must answer for engine.js, and for the
 * files under assets/ that the worker fetches, with Access-Control-Allow-Origin, and for
 * those and engine-worker.js with Cross-Origin-Resource-Policy: cross-origin.
 *
 * A bundler that moves engine.js into another file breaks its way to the worker: give
 * base then, or leave the file where it is.
 */
export function createCoach(options?: CoachOptions): Promise<Coach>;

export interface CoachOptions {
  /** Knowledge to use, "bank" unless given; one that the site was built with. */
  pack?: string;
  /**
   * Language to answer in, "zh-CN" unless given. A region or script is passed over, so
   * the lang attribute of a page will do. Conversations with another context.locale are
   * answered in Chinese: start a second coach for a second language.
   */
  locale?: string;
  /**
   * Address of the folder with engine-worker.js and assets/, relative to the page.
   * Unless given it is where engine.js lies.
   */
  base?: string | URL;
  /** Makes the worker, which must run engine-worker.js. It belongs to the coach from then on. */
  worker?: () => Worker | Promise<Worker>;
}

/** An engine at work. Calls may overlap; each answer goes to its own. */
export interface Coach {
  /** Which knowledge answers, as in every analysis. */
  readonly pack: { id: string; hash: string };
  /** Reads a conversation, or one thing a customer said. Rejects with a {@link CoachError}. */
  analyze(conversation: ObjectionCoach.Conversation | string): Promise<ObjectionCoach.Analysis>;
  /**
   * Reviews an employee's draft, as an answer to a conversation or to one thing a
   * customer said, where one is given. It never says that a draft is lawful, only that
   * no known problem was found. Rejects with a {@link CoachError}.
   */
  review(draft: string, conversation?: ObjectionCoach.Conversation | string): Promise<ObjectionCoach.Review>;
  /** Ends the worker at once. Calls without an answer reject with the code "removed", as later ones do. */
  terminate(): void;
}

/** Decide by the code; the message is for people. */
export interface CoachError extends Error {
  code: CoachErrorCode;
}

/**
 * When a coach is started: "unsupported": no workers or no WebAssembly here. "cross-origin": the
 * worker would come from another origin. "worker": it could not be loaded. "network": a
 * file could not be fetched. "wasm": the program could not be compiled. "pack": there is no
 * such pack, or it does not fit the engine. "locale": the pack does not speak it.
 *
 * Later: "input": the conversation or draft cannot be read. "rules" or "network": the rulebook
 * is not there; the next review tries again. "internal": a fault of the engine, which goes on.
 * "stopped": the engine ended; start another. "removed": it was terminated.
 *
 * More may follow.
 */
export type CoachErrorCode =
  | "unsupported" | "cross-origin" | "worker" | "network" | "wasm" | "pack" | "locale"
  | "input" | "rules" | "internal" | "stopped" | "removed"
  | (string & {});
