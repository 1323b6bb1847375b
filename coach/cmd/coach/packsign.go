package main

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/studio"
)

// signedEnding ends the names of signed packs.
const signedEnding = ".signed"

// packKey makes a key to sign with, as a PKCS #8 file that other programs read too.
func packKey(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack key", flag.ContinueOnError)
	file, err := oneFolder(flags, args, errs, "give the file to write the key to: coach pack key FILE")
	if err != nil {
		return err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	to, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := pem.Encode(to, &pem.Block{Type: "PRIVATE KEY", Bytes: der}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "wrote the private key to %s: keep it to yourself. The public key is\n%x\n", file, public)
	return err
}

// readKey reads a private key that packKey wrote.
func readKey(file string) (ed25519.PrivateKey, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, fmt.Errorf("%s is no key: make one with coach pack key FILE", file)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s is not an Ed25519 key", file)
	}
	return private, nil
}

// packSign signs a compiled pack with all that lies beside it under its name.
func packSign(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack sign", flag.ContinueOnError)
	keyFile := flags.String("key", "", "file with the private key")
	to := flags.String("o", "", "file to write; else the pack's name with the ending .signed")
	before := flags.String("before", "", "the signed pack that this one follows")
	from := flags.String("from", "", "first day on which it may be used, such as 2026-12-01")
	until := flags.String("until", "", "last day on which it may be used")
	locale := flags.String("locale", pack.DefaultLocale, "language in which to tell what changed")
	file, err := oneFolder(flags, args, errs, "give the one compiled pack to sign: coach pack sign --key FILE NAME.pack")
	if err != nil {
		return err
	}
	if *keyFile == "" {
		return errors.New("give the key to sign with: --key FILE")
	}
	key, err := readKey(*keyFile)
	if err != nil {
		return err
	}
	files, err := filesOfPack(file)
	if err != nil {
		return err
	}
	unsigned, statement, err := statementOf(file, files, *before, pack.Statement{From: *from, Until: *until}, *locale)
	if err != nil {
		return err
	}
	sealed, err := unsigned.Sealed(key.Public().(ed25519.PublicKey), ed25519.Sign(key, unsigned.Message()))
	if err != nil {
		return err
	}
	name := cmp.Or(*to, strings.TrimSuffix(filepath.Base(file), ".pack")+signedEnding)
	if err := os.WriteFile(name, sealed, 0o644); err != nil {
		return err
	}
	for _, change := range statement.Changes {
		fmt.Fprintln(out, change)
	}
	_, err = fmt.Fprintf(out, "%s: version %d, %d bytes, signed with %x\n", name, statement.Version, len(sealed), key.Public())
	return err
}

// statementOf prepares the files of a pack, as the version after the one before it.
func statementOf(file string, files map[string][]byte, before string, s pack.Statement, locale string) (*pack.Unsigned, pack.Statement, error) {
	now, err := openPack(file)
	if err != nil {
		return nil, s, err
	}
	s.Pack, s.Version = now.ID, 1
	if before != "" {
		raw, err := os.ReadFile(before)
		if err != nil {
			return nil, s, err
		}
		then, last, err := pack.OpenSigned(raw, pack.Trust{Verify: verifies})
		if err != nil {
			return nil, s, fmt.Errorf("%s: %w", before, err)
		}
		s.Version, s.Changes = last.Version+1, studio.Changelog(then, now, locale)
	}
	u, err := pack.Prepare(s, files)
	return u, s, err
}

// filesOfPack reads a compiled pack and what lies beside it under its name.
func filesOfPack(file string) (map[string][]byte, error) {
	files := map[string][]byte{}
	base := strings.TrimSuffix(file, ".pack")
	for _, ending := range []string{".pack", ".en.lang", ".rules"} {
		content, err := os.ReadFile(base + ending)
		switch {
		case err == nil:
			files[filepath.Base(base)+ending] = content
		case ending == ".pack" || !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return files, nil
}

func verifies(key, message, signature []byte) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, message, signature)
}

// keyList is a flag that may be given several times.
type keyList [][]byte

// String gives the keys in hexadecimal.
func (k *keyList) String() string {
	list := make([]string, len(*k))
	for i, key := range *k {
		list[i] = hex.EncodeToString(key)
	}
	return strings.Join(list, " ")
}

// Set takes one more key.
func (k *keyList) Set(text string) error {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return fmt.Errorf("%q is no public key: it has %d figures in hexadecimal", text, 2*ed25519.PublicKeySize)
	}
	*k = append(*k, key)
	return nil
}

// packVerify says whether a signed pack may be used, and what its statement says.
func packVerify(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack verify", flag.ContinueOnError)
	var keys keyList
	flags.Var(&keys, "accept", "a public key to accept, in hexadecimal; may be given again. Without, any key is")
	today := flags.String("today", time.Now().Format(time.DateOnly), "the day on which it is to be used")
	least := flags.Int("least", 0, "the version in use, below which none is taken")
	file, err := oneFolder(flags, args, errs, "give the one signed pack: coach pack verify FILE")
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	p, s, err := pack.OpenSigned(raw, pack.Trust{Keys: keys, Today: *today, Least: *least, Verify: verifies})
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, change := range s.Changes {
		fmt.Fprintln(out, change)
	}
	if s.Back > 0 {
		fmt.Fprintf(out, "the content of version %d again\n", s.Back)
	}
	_, err = fmt.Fprintf(out, "%s: right. The pack %s, version %d, valid from %s until %s, %d scripts\n", file, p.ID, s.Version, cmp.Or(s.From, "the beginning"), cmp.Or(s.Until, "it is replaced"), len(p.Scripts))
	return err
}
