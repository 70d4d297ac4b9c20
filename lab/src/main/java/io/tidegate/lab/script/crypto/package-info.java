/**
 * Hashes, codes, ciphers and signatures for scripts: {@code k6/crypto}, {@code k6/encoding} and the
 * global {@code crypto}.
 */
@NullMarked
package io.tidegate.lab.script.crypto;

import org.jspecify.annotations.NullMarked;
