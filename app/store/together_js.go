package store

import (
	"errors"
	"syscall/js"

	"objectioncoach/coach/casebook"
)

// Of every value of the page that a Go program holds it tells the page, one by one, when
// it lets go of it: after 100,000 records in one stretch, for half a second. So records go
// to the page and come from it as blocks, by web/page/records.js.

// together is that script.
var together = js.Global().Get("objectionCoachRecords")

// atOnce are the stores of a transaction for many records, as the browser has them.
type atOnce struct{ cases, settings, blocks, fresh js.Value }

// atOnce runs f in one transaction over all stores, as transaction does.
func (s *shelf) atOnce(mode string, f func(atOnce) error) error {
	err := caught(func() error {
		tx := s.raw.Call("transaction", []any{cases, settings, blocks, fresh}, mode)
		over := newTransaction(tx)
		err := caught(func() error {
			store := func(name string) js.Value { return tx.Call("objectStore", name) }
			return f(atOnce{store(cases), store(settings), store(blocks), store(fresh)})
		})
		if err != nil {
			_ = caught(func() error { tx.Call("abort"); return nil }) // it may be over already
		}
		if ended := over.wait(); err == nil {
			err = ended
		}
		return err
	})
	return wrap(err)
}

// caught runs f, and gives what the browser throws in it as its error.
func caught(f func() error) (err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case js.Error:
			err = thrown
		case *js.ValueError: // there is no such thing any more
			err = thrown
		default:
			panic(thrown)
		}
	}()
	return f()
}

// under fails where the passphrase has been changed by another tab.
func (in atOnce) under(vault string) error {
	there, err := newRequest(in.settings.Call("get", vaultKey)).wait()
	if err == nil && text(there) != vault {
		err = &Failure{Why: Locked, Detail: "the passphrase was changed elsewhere"}
	}
	return err
}

// there hands over those of some records that are in a store.
func there(from js.Value, ids []string, take func(record)) error {
	var wanted []byte
	for _, id := range ids {
		wanted = casebook.AppendBlock(wanted, id, nil)
	}
	found, err := settle(together.Call("get", from, array(wanted)))
	if err != nil {
		return err
	}
	list, err := casebook.OpenBlock(bytes(found))
	for i, id := range list.IDs {
		take(record{id, list.Raws[i]})
	}
	return err
}

// freshen notes records that are about to be written. Where they are very many, the
// blocks are given up.
func (in atOnce) freshen(parts []part, records int) error {
	if records > mostFresh/2 {
		in.blocks.Call("clear")
		in.fresh.Call("clear")
		return nil
	}
	for _, p := range parts {
		if _, err := settle(together.Call("put", in.fresh, array(p.block), true)); err != nil {
			return err
		}
	}
	return nil
}

// putMany writes records part by part, and deletes those that are empty. The transaction
// lives on while the browser answers for each part, and the screen has its turn then.
func (in atOnce) putMany(parts []part, on func(done int) bool) error {
	done := 0
	for _, p := range parts {
		if done > 0 && !on(done) {
			return &Failure{Why: Stopped}
		}
		if _, err := settle(together.Call("put", in.cases, array(p.block), false)); err != nil {
			return err
		}
		done += len(p.tokens)
	}
	return nil
}

// wholly seals or opens the records of a block. One that cannot be opened is empty then.
func wholly(verb string, key js.Value, block []byte) ([]byte, error) {
	made, err := settle(together.Call(verb, key, array(block)))
	if err != nil {
		return nil, errors.Join(&Failure{Why: Broken, Detail: verb}, err)
	}
	return bytes(made), nil
}
