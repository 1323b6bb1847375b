package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPackSigned makes a key, signs the built-in pack, and verifies it.
func TestPackSigned(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for from, to := range map[string]string{"bank.pack": "bank.pack", "bank.en.lang": "bank.en.lang", "base.rules": "bank.rules"} {
		content, err := os.ReadFile(filepath.Join("../../packs", from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(at(to), content, 0o644))
	}
	out, _, err := runPack(t, "key", at("key.pem"))
	require.NoError(t, err)
	public := strings.TrimSpace(out[strings.LastIndex(strings.TrimSpace(out), "\n"):])
	require.Len(t, public, 64)
	_, _, err = runPack(t, "key", at("key.pem"))
	require.Error(t, err, "a key is never written over")

	out, _, err = runPack(t, "sign", "--key", at("key.pem"), "--until", "2027-01-31", "-o", at("bank.signed"), at("bank.pack"))
	require.NoError(t, err)
	require.Contains(t, out, "version 1")
	out, _, err = runPack(t, "verify", "--accept", public, "--today", "2026-12-01", at("bank.signed"))
	require.NoError(t, err)
	require.Contains(t, out, "right. The pack bank, version 1, valid from the beginning until 2027-01-31")
	_, _, err = runPack(t, "verify", "--accept", strings.Repeat("00", 32), "--today", "2026-12-01", at("bank.signed"))
	require.ErrorContains(t, err, "which is not accepted here")
	_, _, err = runPack(t, "verify", "--today", "2027-02-01", at("bank.signed"))
	require.ErrorContains(t, err, "the pack was valid until 2027-01-31, and today is 2027-02-01")
	out, _, err = runPack(t, "sign", "--key", at("key.pem"), "--before", at("bank.signed"), "-o", at("next.signed"), at("bank.pack"))
	require.NoError(t, err)
	require.Contains(t, out, "version 2")
	_, _, err = runPack(t, "verify", "--accept", "no key", at("bank.signed"))
	require.ErrorContains(t, err, "is no public key")
	_, _, err = runPack(t, "verify", at("bank.pack"))
	require.ErrorContains(t, err, "this is not a signed pack of Objection Coach")
	_, _, err = runPack(t, "sign", at("bank.pack"))
	require.EqualError(t, err, "give the key to sign with: --key FILE")
	_, _, err = runPack(t, "sign", "--key", at("bank.pack"), at("bank.pack"))
	require.ErrorContains(t, err, "is no key")
}
