package capture

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// password is what a user's password is compared with.
type password interface {
	fits(pass string) bool
}

// plain is the SHA-256 of a password.
type plain [sha256.Size]byte

func (p plain) fits(pass string) bool {
	sum := sha256.Sum256([]byte(pass))
	return subtle.ConstantTimeCompare(sum[:], p[:]) == 1
}

// hashed is a bcrypt hash, which costs some 50 ms of CPU to compare with. What once
// fitted is remembered, so that a sender pays for its first request only. What did
// not fit is not: guesses must not drive it out. Comparisons take turns, of all users
// together, so that guesses keep one CPU busy at most.
type hashed struct {
	hash []byte
	key  []byte      // of the digest; it never leaves the process
	turn *sync.Mutex // held to compare

	mu     sync.Mutex // guards digest
	digest []byte     // of the password that fitted; nil until one did
}

func newHashed(hash string, turn *sync.Mutex) (*hashed, error) {
	if _, err := bcrypt.Cost([]byte(hash)); err != nil {
		return nil, fmt.Errorf("no bcrypt hash: %w", err)
	}
	h := &hashed{hash: []byte(hash), key: make([]byte, sha256.Size), turn: turn}
	if _, err := rand.Read(h.key); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	return h, nil
}

func (h *hashed) fits(pass string) bool {
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(pass))
	digest := mac.Sum(nil)
	if h.remembers(digest) {
		return true
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	if bcrypt.CompareHashAndPassword(h.hash, []byte(pass)) != nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.digest = digest
	return true
}

func (h *hashed) remembers(digest []byte) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return subtle.ConstantTimeCompare(digest, h.digest) == 1
}
