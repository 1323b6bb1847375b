/**
 * Types of the loader, objection-coach.js, which defines <objection-coach>.
 *
 *   <script src="https://coach.example/objection-coach.js" async></script>
 *   <objection-coach pack="bank" mode="panel" locale="zh-CN"></objection-coach>
 *
 * How to put it on a page, what the page must allow, colours, messages and versions
 * are in REFERENCE.md.
 */
export {};

declare global {
  interface HTMLElementTagNameMap {
    "objection-coach": ObjectionCoachElement;
  }

  /**
   * The element. Its methods exist once customElements.whenDefined("objection-coach")
   * has resolved; properties may be set before. Properties and attributes mirror
   * each other, changes show at once, and "" is the same as not set.
   */
  interface ObjectionCoachElement extends HTMLElement {
    /** Knowledge to use, such as "bank" (the default). */
    pack: string;
    /**
     * "launcher" (the default): a button that opens a panel in the corner.
     * "panel": fills the element. "inline": as wide as the element, and as
     * high as its content.
     */
    mode: "launcher" | "panel" | "inline" | "";
    /** Language of the coach, "zh-CN" or "en"; the default is that of <html lang>. */
    locale: string;
    /**
     * "auto" (the default, as the system), "light", "dark", "high-contrast", or the
     * address of a style sheet of the coach's own origin, relative to its site, such
     * as "themes/river.css".
     */
    theme: "auto" | "light" | "dark" | "high-contrast" | "" | (string & {});
    /** Where the talk takes place: "branch", "phone", "chat" or "visit". */
    channel: "branch" | "phone" | "chat" | "visit" | "";
    /** Product talked about: an id such as "wealth", or its name. */
    product: string;
    /** Kind of customer, such as "senior" or "private". */
    segment: string;
    /** How scripts address the customer, such as "陈女士": fills the blank {customer.title}. */
    customer: string;
    /** Corner of the launcher and its panel, "bottom-right" unless set; no matter in the other modes. */
    position: "bottom-right" | "bottom-left" | "top-right" | "top-left" | "";
    /** Whose turn it is among equally good scripts: any text, such as an employee's number. */
    key: string;
    /** How the steps of the handling loop are counted, such as "bank-five". */
    view: string;
    /** "true" asks for {@link ObjectionCoach.Analysis.trace}. */
    trace: "true" | "false" | "";
    /** What to do with a draft that must not be said, when it is to be inserted; attribute insert-policy. */
    insertPolicy: "warn" | "block" | "";
    /**
     * Public keys (Ed25519, in hexadecimal, with spaces between) of those whose packs are
     * taken; any other pack is refused. The attribute pack then names a signed file beside
     * index.html, such as "ours.signed".
     */
    keys: string;
    /**
     * After how many minutes without a touch the coach covers what it shows, "0" to "1440";
     * "0" is never. Unless set, what was chosen on the device, or else never.
     */
    lock: string;
    /**
     * Values for the blanks in scripts, such as {"product.name": "稳健理财A款"}.
     * Assign a new object for a change; no attribute mirrors it.
     */
    slots: Record<string, string> | undefined;
    /** All settings at once. Assigning sets the properties it names, and resets none. */
    get context(): ObjectionCoach.Settings;
    set context(settings: ObjectionCoach.Settings | undefined);
    /** How many messages claimed to be the frame's and were not, or could not be read. */
    readonly refused: number;

    /**
     * Shows the coach and moves the focus into it. The state is the attribute
     * "open", present while it shows; setting or removing the attribute does the
     * same without touching the focus, and so does assigning true or false to
     * this name, as frameworks do.
     */
    get open(): () => Promise<void>;
    set open(shown: boolean);
    /** Hides the coach; a focus inside returns to where it was before open(). */
    close(): Promise<void>;
    /**
     * Reads a conversation, or one thing a customer said, beside the one on screen, and resolves to what the
     * coach makes of the customer's latest turn. Rejects with {@link ObjectionCoach.Failure}.
     */
    analyze(conversation: ObjectionCoach.Conversation | string): Promise<ObjectionCoach.Analysis>;
    /**
     * Reviews an employee's draft as an answer to a conversation, to one thing a customer said, or else to the
     * talk on screen. It never says that a draft is lawful, only that no known problem was found.
     */
    review(draft: string, conversation?: ObjectionCoach.Conversation | string): Promise<ObjectionCoach.Review>;
    /** Does what the employee's own tap on "insert" does: an oc-insert with the sentence on screen. */
    insert(): Promise<void>;
    /** The same as assigning {@link context}. */
    setContext(context: ObjectionCoach.Settings): Promise<void>;
    /** Clears the conversation, for the next customer. */
    newConversation(): Promise<void>;
    /**
     * Removes the element, and with it the frame, its listeners and timers.
     * Removing it any other way does as much; put back, it starts afresh.
     */
    destroy(): Promise<void>;

    addEventListener<K extends keyof ObjectionCoach.Events>(
      type: K,
      listener: (this: ObjectionCoachElement, event: ObjectionCoach.Events[K]) => void,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<K extends keyof ObjectionCoach.Events>(
      type: K,
      listener: (this: ObjectionCoachElement, event: ObjectionCoach.Events[K]) => void,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
  }

  /** Types, and the one global that the loader makes. The version loaded first makes it. */
  namespace ObjectionCoach {
    /**
     * Makes an element with some properties, and appends it to an element or to the first that a selector finds.
     * Throws a TypeError where there is none.
     */
    function mount(target: Element | string, options?: Settings & { context?: Settings; id?: string; className?: string }): ObjectionCoachElement;

    /** All events bubble and cross shadow roots. */
    interface Events {
      /** The engine and its knowledge are loaded. Calls made earlier are answered now. */
      "oc-ready": CustomEvent<unknown>;
      "oc-open": CustomEvent<null>;
      "oc-close": CustomEvent<null>;
      /** The conversation on screen was read. */
      "oc-analysis": CustomEvent<Analysis>;
      /** The employee's own draft was reviewed. */
      "oc-review": CustomEvent<Review>;
      /** Nothing is being read any more: the box is empty, or the next customer is here. The first comes after oc-ready. */
      "oc-clear": CustomEvent<unknown>;
      /** The employee chose a sentence for the page to take over. */
      "oc-insert": CustomEvent<Insertion>;
      /** A case was kept on this device, new or changed. Personal data in it is masked. */
      "oc-case": CustomEvent<Case>;
      /** Something failed. The page around it keeps working; after a timeout the element offers a retry. */
      "oc-error": CustomEvent<{ code: Code; message?: string }>;
    }

    /** Listed with their meaning in protocol.json. */
    type Code = "timeout" | "removed" | "version" | "input" | "size" | "not-ready" | "pack" | "rules" | "theme";

    /**
     * What a rejected promise holds. Decide by the code; the message is for people. Only what cannot be written
     * as JSON, such as an object that holds itself, is a TypeError without one.
     */
    interface Failure extends Error {
      code: Code;
    }

    type Settings = Partial<
      Pick<
        ObjectionCoachElement,
        | "pack" | "mode" | "locale" | "theme" | "channel" | "product" | "segment" | "customer"
        | "position" | "key" | "view" | "trace" | "insertPolicy" | "keys" | "lock" | "slots"
      >
    > & { open?: boolean };

    /** A case as the casebook exports it; fields that are empty are left away. */
    interface Case {
      schema: number;
      id: string;
      /** Milliseconds since 1970, in UTC. */
      created: number;
      changed: number;
      kind?: string;
      topics?: string[];
      outcome: string;
      note?: string;
      [field: string]: unknown;
    }

    interface Conversation {
      /** Oldest first, with at least one turn of the customer; at most 4000 characters each. */
      turns: { who: "customer" | "staff"; text: string }[];
      context?: {
        channel?: string;
        product?: string;
        segment?: string;
        locale?: string;
        slots?: Record<string, string>;
        /** Steps through the scripts that fit: the same number, the same script. */
        variant?: number;
        /** Whose turn it is among equally good scripts: any text, such as an employee's number. */
        key?: string;
        /** How the steps of the handling loop are counted, such as "bank-five". */
        view?: string;
        /** Asks for {@link Analysis.trace}. */
        trace?: boolean;
      };
    }

    interface Insertion {
      text: string;
      /** Id of the script the sentence is from; "" when from none. */
      script: string;
      /** Its step: "accept", "concrete", "confirm", "answer", "check", "next" or "follow-up"; "note" for a case as text, which nobody said. */
      step: string;
      locale: string;
    }

    /** What the coach makes of a draft. Places are half-open, in units of JavaScript strings. */
    interface Review {
      violations: {
        /** "P01" to "P20". */
        id: string;
        severity: "must-not" | "revise" | "advise";
        start: number;
        end: number;
        score: number;
        rule: string;
        source: string;
        confidence: "confirmed" | "to-verify";
        why: string;
        /** A lawful sentence for the same purpose, which may stand in for {@link over}. */
        rewrite: string;
        over: { start: number; end: number };
      }[];
      habits: { id: string; start: number; end: number; title: string; why: string; better: string; over: { start: number; end: number } }[];
      acknowledges: boolean;
      asks: boolean;
      commits_date: boolean;
      practices: { id: string; title: string }[];
      missing: { id: string; advice: string; say?: string }[];
      /** How well the draft answers, 0 to 100; at most 20 while something in it must not be said. */
      score: number;
      /** The one thing to do now. */
      next: string;
    }

    /** What the coach makes of a turn. Scores are probabilities from 0 to 1. */
    interface Analysis {
      /** Index of the turn that was read. */
      turn: number;
      kind: "objection" | "complaint" | "dispute" | "buying-signal" | "question" | "other";
      kindScore: number;
      /** Too unsure to advise anything but {@link ask}. */
      unclear: boolean;
      /** The one question that would settle it, only when unclear. */
      ask?: string;
      /** Most probable first; the coach stands by those with asserted. */
      topics: { id: string; score: number; asserted: boolean }[];
      /** Of an objection; "" for other kinds. */
      nature: "genuine" | "excuse" | "hidden" | "unclear" | "";
      natureScore?: number;
      emotion: "calm" | "worried" | "annoyed" | "angry";
      emotionScore: number;
      manner: string;
      merit?: "reasonable" | "venting" | "opportunistic" | "unclear";
      severity: "low" | "normal" | "high" | "escalate";
      escalate: boolean;
      /** The customer refuses further contact. */
      refusal: boolean;
      /** What the earlier turns tell. */
      talk: {
        /** How the talk moved to this turn, the weightiest way first. */
        patterns: { id: string; title: string; advice: string }[];
        /** Where it is in the handling loop, told from the employee's own turns. */
        loop: { steps: string[]; done: string[]; skipped: string[]; step: string; title: string };
        /** The question that would settle whether the reason given is the real one. */
        probe?: string;
      };
      /**
       * This and technique are those of the question when unclear: to ask is what fits then. Null
       * where nothing seems to be meant (unclear, and of kind "other"). The script is null when unclear.
       */
      timing: { decision: "now" | "later" | "before" | "skip"; reason: string } | null;
      technique: { id: string; reason: string } | null;
      /** The technique that fits next best, and one that comes to mind and would do harm. */
      runnerUp: { id: string; reason: string } | null;
      tempting: { id: string; reason: string } | null;
      /** An honest way to bring the talk to its end, with what must be true for it. */
      closing: { id: string; class: "fine" | "only-if-true"; say: string; reason: string; condition?: string } | null;
      /** How to bear oneself before this mood and manner. */
      bearing: { axis: "emotion" | "manner"; label: string; do: string; avoid: string }[];
      script: {
        id: string;
        technique: string;
        steps: { step: string; say: string }[];
        /** Index of the step to say now, by where the talk is in the loop. */
        now: number;
        open?: string;
        closed?: string;
        show?: string;
        avoid?: string;
        after?: string;
        /** How many more scripts fit as well. */
        others: number;
        /** The conditions that made this script win, such as "topic=price". */
        why: string[];
      } | null;
      /** Parts of the turn's text that decided; half-open, in units of JavaScript strings. */
      evidence: { start: number; end: number; label: string }[];
      pack: { id: string; hash: string };
      /** Which scripts fit and why each won or lost; only when asked for. */
      trace?: { script: string; technique: string; weight: number; why: string[]; won: boolean; lost?: "closer" | "technique" | "turn" }[];
    }
  }
}
