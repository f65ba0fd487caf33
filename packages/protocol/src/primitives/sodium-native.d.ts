// What Loom uses of sodium-native, which ships no types. A view of typed arrays in, results written into the
// first one; a wrong size and every refusal of libsodium throws.

declare module 'sodium-native' {
  interface Sodium {
    sodium_memcmp(a: Uint8Array, b: Uint8Array): boolean;
    /** Locked into memory and between guard pages; overwritten when it is freed. */
    sodium_malloc(size: number): Uint8Array;
    /** Rejects where the memory can't be had. */
    crypto_pwhash_async(
      out: Uint8Array,
      passphrase: Uint8Array,
      salt: Uint8Array,
      opslimit: number,
      memlimit: number,
      algorithm: number,
    ): Promise<void>;
    crypto_hash_sha256(out: Uint8Array, message: Uint8Array): void;
    crypto_generichash(out: Uint8Array, message: Uint8Array): void;
    crypto_scalarmult_base(publicKey: Uint8Array, secretKey: Uint8Array): void;
    crypto_scalarmult(shared: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): void;
    crypto_core_ed25519_is_valid_point(point: Uint8Array): boolean;
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
    crypto_aead_chacha20poly1305_ietf_encrypt(
      ciphertext: Uint8Array,
      message: Uint8Array,
      ad: Uint8Array | null,
      nsec: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    crypto_aead_chacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      nsec: null,
      ciphertext: Uint8Array,
      ad: Uint8Array | null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
  }
  const sodium: Sodium;
  export default sodium;
}
