// Package store keeps the cases of the casebook on this device, in IndexedDB: all of a
// change or nothing of it, never over what another tab wrote meanwhile, and encrypted
// where a passphrase is set. What it cannot read it leaves as it is and hands out.
package store

import (
	"hash/fnv"

	"objectioncoach/coach/casebook"
)

// Rounds is how often PBKDF2 hashes a passphrase with SHA-256: what OWASP's Password
// Storage Cheat Sheet asks for at least.
const Rounds = 600_000

// Shelf is the store of this device. Its methods wait for the browser: call them
// outside of the UI goroutine, one at a time. Their errors are *Failure.
type Shelf interface {
	// Locked reports whether the cases are encrypted and the passphrase not yet given.
	Locked() bool
	// Unlock takes the passphrase.
	Unlock(passphrase string) error
	// Protected reports whether a passphrase is set.
	Protected() bool
	// SetPassphrase sets, changes or removes the passphrase, which is "" where none is
	// or is to be. All records are encrypted or decrypted, or none.
	SetPassphrase(now, next string) error

	// Load reads everything: first the newest cases, as their ids go, so many of them,
	// then the others in slices. It goes on when take returns, and ends early when that
	// is false.
	Load(newest int, take func(Slice) bool) error
	// Read reads some cases; those that are not there are Gone.
	Read(ids []string) (Slice, error)
	// Write does all changes or none: none where one of the cases has been changed by
	// another tab since it was read or written here, which is a Failure of Changed.
	Write(changes []Change) error
	// WriteMany is Write for more cases than can be written at a stretch: the screen has
	// its turn between parts, and on is told how many are written so far. Where it gives
	// false, nothing is written, which is a Failure of Stopped.
	WriteMany(changes []Change, on func(done int) bool) error
	// Tidy makes the next Load fast, where much was written since the last. It takes
	// some seconds for a large book, in small parts, and other work may go on beside it.
	Tidy() error
	// Clear takes everything off the device: cases, settings and passphrase.
	Clear() error

	Settings() Settings
	SetSettings(Settings) error

	// Watch calls f with what other tabs changed.
	Watch(f func(News))
	// Persist asks the browser not to throw the cases away when it needs room, and
	// reports whether it agreed.
	Persist() bool
	// Close ends it all; the key is forgotten.
	Close()
}

// Slice is a part of what is stored.
type Slice struct {
	Cases  []casebook.Case
	Spoilt []Spoilt
	Gone   []string
	Total  int // of all slices
}

// Spoilt is a record that cannot be read, as it lies there.
type Spoilt struct {
	ID  string
	Raw []byte
	Err error
}

// Change is a case to write, or to delete where Case is nil.
type Change struct {
	ID   string
	Case *casebook.Case
	// Over writes it whatever another tab has made of it.
	Over bool
}

// Settings are what is chosen for this device.
type Settings struct {
	// Retention is after how many days without a change a case is proposed for
	// deletion; 0 is never.
	Retention int `json:"retention"`
	// Idle is after how many minutes without a touch the screen is locked; 0 is never,
	// and nil what fits: three minutes where the coach has the page to itself.
	Idle *int `json:"idle,omitempty"`
}

// News is what another tab did.
type News struct {
	IDs []string `json:"ids"` // cases it wrote or deleted
	All bool     `json:"all"` // it may have changed anything, the passphrase too
}

// Why is the kind of a failure.
type Why string

// What can fail.
const (
	Denied     Why = "denied"     // the browser gives this page no storage, as in some private modes
	Full       Why = "full"       // there is no room left
	Newer      Why = "newer"      // a newer version of this program wrote the store
	Outdated   Why = "outdated"   // a newer version has taken it over while this page was open
	Locked     Why = "locked"     // the passphrase is wanted first
	Wrong      Why = "wrong"      // it is another passphrase
	Insecure   Why = "insecure"   // no encryption on a page without HTTPS
	Changed    Why = "changed"    // another tab changed some of it meanwhile
	Unreadable Why = "unreadable" // some record cannot be decrypted, so that the passphrase cannot be changed
	TooMany    Why = "too-many"   // the book holds no more cases
	Stopped    Why = "stopped"    // whoever asked for it wanted it no more
	Corrupt    Why = "corrupt"    // what lies there is no store, or its passphrase cannot be checked: Erase ends that
	Broken     Why = "broken"     // anything else
)

// Failure is an error of the store.
type Failure struct {
	Why    Why
	Detail string   // what the browser said, in its words
	IDs    []string // with Changed, of the cases
}

func (f *Failure) Error() string { return "store: " + string(f.Why) + " " + f.Detail }

// decode reads a record in the clear, in whatever form it was written.
func decode(raw []byte) (casebook.Case, error) {
	if len(raw) > 0 && raw[0] == '{' { // as the first version of the store kept cases
		return casebook.Upgrade(raw)
	}
	return casebook.Restore(raw)
}

// tokenLength is how many bytes at the end of a record tell it from others: a checksum,
// or the end of the tag of AES-GCM.
const tokenLength = 8

// tokenOf gives what tells the state of a record; 0 is no record.
func tokenOf(raw []byte) uint64 {
	if len(raw) < tokenLength || raw[0] == '{' {
		sum := fnv.New64a()
		sum.Write(raw)
		return sum.Sum64() | 1
	}
	token := uint64(0)
	for _, b := range raw[len(raw)-tokenLength:] {
		token = token<<8 | uint64(b)
	}
	return token
}
