// What the desk's program has done with many records of IndexedDB at once. Of whatever
// the page hands to a Go program one by one, it has to let go one by one too: with a
// hundred thousand records on their way, the screen would stand still for it.
//
// Records come and go as one block: of each the length of its key, the key, the length of
// what it holds, and that. Lengths are numbers of seven bits a byte, the lowest first, a
// byte of 128 and more where another follows.
"use strict";

globalThis.objectionCoachRecords = (() => {
  const toBytes = new TextEncoder();
  const toText = new TextDecoder();
  const sealMark = "S".charCodeAt(0);
  const nonceLength = 12;

  // Gives each record of a block as [key, bytes].
  function* records(block) {
    let at = 0;
    const part = () => {
      let length = 0;
      for (let factor = 1; ; factor *= 128) {
        length += (block[at] & 127) * factor;
        if (block[at++] < 128) break;
      }
      return block.slice(at, (at += length));
    };
    while (at < block.length) yield [toText.decode(part()), part()];
  }

  function blockOf(list) {
    const parts = list.flatMap(([key, bytes]) => [toBytes.encode(key), bytes]);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 8, 0));
    let at = 0;
    for (const part of parts) {
      let rest = part.length;
      for (; rest > 127; rest = Math.floor(rest / 128)) whole[at++] = (rest % 128) + 128;
      whole[at++] = rest;
      whole.set(part, at);
      at += part.length;
    }
    return whole.subarray(0, at);
  }

  // Of the first version a record is text. What else lies there is handed out as text.
  function bytesOf(value) {
    if (value instanceof Uint8Array) return value;
    return toBytes.encode(typeof value === "string" ? value : `a record of the type ${typeof value}: ${value}`);
  }

  function ended(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  // Does something to the bytes of each record.
  async function each(block, change) {
    return blockOf(await Promise.all([...records(block)].map(async ([key, bytes]) => [key, await change(bytes, toBytes.encode(key))])));
  }

  const way = (iv, additionalData) => ({ name: "AES-GCM", iv, additionalData });

  return {
    // Makes a block of keys and values.
    pack: (keys, values) => blockOf(keys.map((key, n) => [String(key), bytesOf(values[n])])),

    // Gives, as a block, those of the records of a block that are in a store, as they are there.
    async get(store, block) {
      const list = [...records(block)].map(([key]) => [key, ended(store.get(key))]);
      const there = await Promise.all(list.map(async ([key, value]) => [key, await value]));
      return blockOf(there.filter(([, value]) => value !== undefined).map(([key, value]) => [key, bytesOf(value)]));
    },

    // Writes the records of a block, and ends with the last. What is empty is deleted, or
    // written too where it is a note of that.
    put(store, block, notes) {
      let last;
      for (const [key, bytes] of records(block)) last = bytes.length || notes ? store.put(bytes, key) : store.delete(key);
      return ended(last);
    },

    // Encrypts each record, under its key as the additional data. An empty one stays empty.
    seal: (secret, block) =>
      each(block, async (bytes, name) => {
        if (!bytes.length) return bytes;
        const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
        const sealed = new Uint8Array(await crypto.subtle.encrypt(way(nonce, name), secret, bytes));
        const whole = new Uint8Array(1 + nonceLength + sealed.length);
        whole[0] = sealMark;
        whole.set(nonce, 1);
        whole.set(sealed, 1 + nonceLength);
        return whole;
      }),

    // Decrypts each record; one that cannot be decrypted becomes empty.
    open: (secret, block) =>
      each(block, async (bytes, name) => {
        try {
          return new Uint8Array(await crypto.subtle.decrypt(way(bytes.slice(1, 1 + nonceLength), name), secret, bytes.slice(1 + nonceLength)));
        } catch {
          return new Uint8Array();
        }
      }),
  };
})();
