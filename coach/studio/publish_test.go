package studio_test

import (
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

// signer is a key made of a word.
func signer(word string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(word, ed25519.SeedSize)[:ed25519.SeedSize]))
}

func signed(t *testing.T, u *pack.Unsigned, key ed25519.PrivateKey) []byte {
	t.Helper()
	file, err := u.Sealed(key.Public().(ed25519.PublicKey), ed25519.Sign(key, u.Message()))
	require.NoError(t, err)
	return file
}

func trust(keys ...ed25519.PrivateKey) pack.Trust {
	tr := pack.Trust{Verify: func(key, message, signature []byte) bool { return ed25519.Verify(key, message, signature) }}
	for _, key := range keys {
		tr.Keys = append(tr.Keys, key.Public().(ed25519.PublicKey))
	}
	return tr
}

// TestPublish publishes three versions, the last of them a way back to the first.
func TestPublish(t *testing.T) {
	ourKey, otherKey := signer("ours"), signer("other")
	w := open(t, "ours", ours())
	u, s, err := w.Publish(studio.Publishing{From: "2026-12-01", Until: "2027-05-31"})
	require.NoError(t, err)
	require.Equal(t, 1, s.Version)
	require.Empty(t, s.Changes)
	first := signed(t, u, ourKey)

	for _, c := range []struct {
		name string
		pack.Trust
		want string
	}{
		{"any key", trust(), ""},
		{"our key", trust(otherKey, ourKey), ""},
		{"another's key", trust(otherKey), "which is not accepted here"},
		{"too early", pack.Trust{Verify: trust().Verify, Today: "2026-11-30"}, "the pack is valid from 2026-12-01 on, and today is 2026-11-30"},
		{"the first day", pack.Trust{Verify: trust().Verify, Today: "2026-12-01"}, ""},
		{"the last day", pack.Trust{Verify: trust().Verify, Today: "2027-05-31"}, ""},
		{"too late", pack.Trust{Verify: trust().Verify, Today: "2027-06-01"}, "the pack was valid until 2027-05-31, and today is 2027-06-01"},
		{"behind the one in use", pack.Trust{Verify: trust().Verify, Least: 2}, "the pack is version 1, and version 2 is in use: to go back, publish the old content as a new version"},
		{"nobody to verify", pack.Trust{}, "the signature of the pack is wrong"},
	} {
		p, statement, err := pack.OpenSigned(first, c.Trust)
		if c.want != "" {
			require.ErrorContains(t, err, c.want, c.name)
			require.Nil(t, p)
			continue
		}
		require.NoError(t, err, c.name)
		require.Equal(t, "ours", p.ID)
		require.NotNil(t, p.English)
		require.NotNil(t, p.Rulebook)
		require.Equal(t, "2026-12-01", statement.From)
	}

	then, err := pack.ReadSigned(first)
	require.NoError(t, err)
	change(t, w, "scripts/price.yaml", "您是拿它和哪一家比的？", "您比的是哪一家？")
	u, s, err = w.Publish(studio.Publishing{Before: then})
	require.NoError(t, err)
	require.Equal(t, 2, s.Version)
	require.Len(t, s.Changes, 1)
	require.Equal(t, "改了话术 ours-price 的提示：“您是拿它和哪一家比的？ / / / /”改为“您比的是哪一家？ / / / /”", s.Changes[0])
	now, err := pack.ReadSigned(signed(t, u, ourKey))
	require.NoError(t, err)

	u, s, err = studio.Rollback(then, studio.Publishing{Before: now, Locale: pack.English})
	require.NoError(t, err)
	require.Equal(t, 3, s.Version)
	require.Equal(t, 1, s.Back)
	require.True(t, strings.HasPrefix(s.Changes[0], "Other notes of the script ours-price: "), s.Changes[0])
	tr := trust(ourKey)
	tr.Least = 2
	back, statement, err := pack.OpenSigned(signed(t, u, ourKey), tr)
	require.NoError(t, err)
	require.Equal(t, 3, statement.Version)
	before, _, err := pack.OpenSigned(first, trust())
	require.NoError(t, err)
	require.Equal(t, before.Hash, back.Hash)

	_, _, err = w.Publish(studio.Publishing{From: "2026-12-01", Until: "2026-11-30"})
	require.EqualError(t, err, "the pack would end on 2026-11-30, before it begins on 2026-12-01")
	_, _, err = w.Publish(studio.Publishing{From: "tomorrow"})
	require.EqualError(t, err, "a day of the statement is none: write it as 2026-12-01")
	change(t, w, "scripts/price.yaml", "compensate", "nothing")
	_, _, err = w.Publish(studio.Publishing{})
	require.Error(t, err)
}

// TestSignedIsWhole holds that no byte of a signed pack can be another.
func TestSignedIsWhole(t *testing.T) {
	u, err := pack.Prepare(pack.Statement{Pack: "bank", Version: 1}, map[string][]byte{"bank.pack": []byte("pack"), "bank.rules": []byte("rules"), "bank.en.lang": []byte("lang")})
	require.NoError(t, err)
	file := signed(t, u, signer("ours"))
	for i := range file {
		other := append([]byte{}, file...)
		other[i] ^= 1
		s, err := pack.ReadSigned(other)
		if err == nil {
			err = trust(signer("ours")).Admit(s)
		}
		require.Error(t, err, "byte %d", i)
		_, err = pack.ReadSigned(file[:i])
		require.Error(t, err, "cut off at %d", i)
	}
	_, err = pack.ReadSigned(append(file, 0))
	require.EqualError(t, err, "the signed pack is damaged or cut off")
	_, _, err = pack.OpenSigned(file, trust())
	require.Error(t, err, "what was signed is no pack")
	_, err = u.Sealed(nil, nil)
	require.Error(t, err)
	_, err = pack.Prepare(pack.Statement{Pack: "bank", Version: 1}, map[string][]byte{"bank.rules": nil})
	require.EqualError(t, err, "a signed pack holds a .pack file and what belongs to it")
	_, err = pack.Prepare(pack.Statement{Pack: "bank"}, map[string][]byte{"bank.pack": nil})
	require.EqualError(t, err, "the version is 0: versions count from 1")
}

// FuzzReadSigned holds that no file is too strange to be refused.
func FuzzReadSigned(f *testing.F) {
	u, err := pack.Prepare(pack.Statement{Pack: "bank", Version: 1}, map[string][]byte{"bank.pack": []byte("pack")})
	require.NoError(f, err)
	file, err := u.Sealed(make([]byte, 32), make([]byte, 64))
	require.NoError(f, err)
	f.Add(file)
	f.Fuzz(func(t *testing.T, file []byte) {
		if s, err := pack.ReadSigned(file); err == nil {
			require.NotEmpty(t, s.Files)
		}
	})
}
