package main

import (
	"encoding/json"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// publishing is a version between being made ready and being signed: the key is with the
// screens.
type publishing struct {
	unsigned  *pack.Unsigned
	statement pack.Statement
}

// signedFile is what a signed file says of itself.
type signedFile struct {
	Statement pack.Statement `json:"statement"`
}

// signed reads a signed file, and answers with what it says, its key, its signature and
// what was signed: whether they belong together the browser tells.
func (b *bench) signed(r request) (any, [][]byte, error) {
	s, err := pack.ReadSigned(r.Files[0])
	if err != nil {
		return nil, nil, err
	}
	if _, err := contentOf(r.Files); err != nil {
		return nil, nil, err
	}
	return signedFile{s.Statement}, [][]byte{s.Key, s.Signature, s.Message}, nil
}

// issuing is how a version is published. The first file of the request is the version
// published last, if there is one; the second the one to go back to.
type issuing struct {
	From   string `json:"from"`
	Until  string `json:"until"`
	Locale string `json:"locale"`
	// Back goes back to the content of an older version.
	Back bool `json:"back"`
}

// issue makes a version ready and answers with its statement and what is to be signed.
func (b *bench) issue(r request) (any, [][]byte, error) {
	var i issuing
	if err := json.Unmarshal(r.Input, &i); err != nil {
		return nil, nil, err
	}
	how := work.Publishing{From: i.From, Until: i.Until, Locale: i.Locale}
	var err error
	if len(r.Files) > 0 {
		if how.Before, err = pack.ReadSigned(r.Files[0]); err != nil {
			return nil, nil, err
		}
	}
	p := &b.trying.publishing
	if i.Back {
		to, err := pack.ReadSigned(r.Files[1])
		if err != nil {
			return nil, nil, err
		}
		p.unsigned, p.statement, err = work.Rollback(to, how)
		if err != nil {
			return nil, nil, err
		}
	} else if p.unsigned, p.statement, err = b.workspace.Publish(how); err != nil {
		return nil, nil, err
	}
	return p.statement, [][]byte{p.unsigned.Message()}, nil
}

// seal puts the key and the signature, which are the files of the request, to the version
// that was made ready last, and answers with the signed file.
func (b *bench) seal(r request) (any, [][]byte, error) {
	p := &b.trying.publishing
	if p.unsigned == nil || len(r.Files) != 2 {
		return nil, nil, message.New("not-waiting")
	}
	file, err := p.unsigned.Sealed(r.Files[0], r.Files[1])
	if err != nil {
		return nil, nil, err
	}
	p.unsigned = nil
	return p.statement, [][]byte{file}, nil
}
