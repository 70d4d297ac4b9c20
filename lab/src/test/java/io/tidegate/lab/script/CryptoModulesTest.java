package io.tidegate.lab.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code k6/crypto}, {@code k6/encoding}, and the global crypto and text classes. */
@Timeout(60)
class CryptoModulesTest {

  private static final String HEX =
      """
      const hex = b => Array.from(new Uint8Array(b), o => o.toString(16).padStart(2, '0')).join('');
      const utf8 = text => new TextEncoder().encode(text);
      """;

  @TempDir private Path folder;

  private List<String> lines(String imports, String body) throws Exception {
    return ScriptLines.of(folder, imports + "\n" + HEX, body);
  }

  @Test
  void base64_is_written_and_read_in_each_form() throws Exception {
    assertThat(
            lines(
                "import { b64decode, b64encode } from 'k6/encoding';",
                """
                const bytes = new Uint8Array([9, 0, 250, 255, 62, 9]).subarray(1, 5);
                for (const form of ['std', 'rawstd', 'url', 'rawurl', 'none such'])
                  console.log(b64encode(bytes, form), b64decode(b64encode('서울', form), form, 's'));
                console.log(hex(b64decode('APr_Pg', 'rawurl')), hex(b64decode('APr/\\nPg==')));
                for (const wrong of ['a', 'ab', 'a*bc', 'ab=c', 'a-bc']) {
                  try {
                    console.log('taken', b64decode(wrong));
                  } catch (error) {
                    console.log(error.name, error.message);
                  }
                }
                """))
        .containsExactly(
            "APr/Pg== 서울",
            "APr/Pg 서울",
            "APr_Pg== 서울",
            "APr_Pg 서울",
            "APr/Pg== 서울",
            "00faff3e 00faff3e",
            "GoError illegal base64 data at input byte 1",
            "GoError illegal base64 data at input byte 2",
            "GoError illegal base64 data at input byte 1",
            "GoError illegal base64 data at input byte 2",
            "GoError illegal base64 data at input byte 1");
  }

  @Test
  void hashes_are_those_of_their_standards() throws Exception {
    assertThat(
            lines(
                "import crypto from 'k6/crypto';",
                """
                for (const name of ['md4', 'md5', 'sha1', 'ripemd160'])
                  console.log(name, crypto[name]('abc', 'hex'), crypto[name]('', 'hex'));
                console.log(crypto.md4('1234567890'.repeat(8), 'hex'));
                console.log(crypto.ripemd160('1234567890'.repeat(8), 'hex'));
                console.log(crypto.sha512_224('abc', 'hex'));
                console.log(crypto.hmac('md5', 'Jefe', 'what do ya want for nothing?', 'hex'));
                console.log(crypto.hmac('sha1', 'Jefe', 'what do ya want for nothing?', 'base64'));
                const key = new Uint8Array(131).fill(0xaa);
                console.log(crypto.hmac('sha512', key,
                  'Test Using Larger Than Block-Size Key - Hash Key First', 'hex').slice(0, 32));
                """))
        .containsExactly(
            "md4 a448017aaf21d8525fc10ae87aa6729d 31d6cfe0d16ae931b73c59d7e0c089c0",
            "md5 900150983cd24fb0d6963f7d28e17f72 d41d8cd98f00b204e9800998ecf8427e",
            "sha1 a9993e364706816aba3e25717850c26c9cd0d89d da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "ripemd160 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"
                + " 9c1185a5c5e9fc54612808977ee8f548b2258d31",
            "e33b4ddc9c38f2199c3e7b164fcc0536",
            "9b752e45573d4b39f4dbd3323cab82bf63326bfb",
            "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa",
            "750c783e6ab0b503eaa86e310a5db738",
            "7/zfauXrL6LSdBbV8YTfnCWafHk=",
            "80b24263c7c1a3ebb71493c1dd7be8b4");
  }

  @Test
  void a_hash_goes_on_after_its_digest_and_refuses_what_it_does_not_know() throws Exception {
    assertThat(
            lines(
                "import crypto from 'k6/crypto';",
                """
                for (const name of ['md4', 'sha256']) {
                  const hash = crypto.createHash(name);
                  hash.update('a');
                  const first = hash.digest('hex') === crypto[name]('a', 'hex');
                  hash.update(new Uint8Array([98]));
                  console.log(first, hash.digest('base64url') === crypto[name]('ab', 'base64url'));
                }
                console.log(crypto.randomBytes(5).byteLength, crypto.hexEncode(new Uint8Array([1, 255])));
                for (const wrong of [() => crypto.createHash('sha9'), () => crypto.md5('a', 'none'),
                  () => crypto.randomBytes(0)]) {
                  try {
                    wrong();
                  } catch (error) {
                    console.log(error instanceof Error, String(error));
                  }
                }
                """))
        .containsExactly(
            "true true",
            "true true",
            "5 01ff",
            "true GoError: invalid algorithm: sha9",
            "true GoError: invalid output encoding: none",
            "true GoError: invalid size");
  }

  @Test
  void the_global_crypto_hashes_signs_and_encrypts() throws Exception {
    assertThat(
            lines(
                "",
                """
                const { subtle } = crypto;
                console.log(hex(await subtle.digest('sha-1', utf8('abc'))));
                const mac = await subtle.importKey('raw', utf8('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, true,
                  ['sign', 'verify']);
                const signed = await subtle.sign('HMAC', mac, utf8('what do ya want for nothing?'));
                console.log(hex(signed).slice(0, 16), await subtle.verify('HMAC', mac, signed, utf8('other')));
                console.log(JSON.stringify(await subtle.exportKey('jwk', mac)));
                for (const name of ['AES-CBC', 'AES-GCM', 'AES-CTR']) {
                  const key = await subtle.generateKey({ name, length: 256 }, false, ['encrypt', 'decrypt']);
                  const how = { name, iv: new Uint8Array(16), counter: new Uint8Array(16), length: 64 };
                  const sealed = await subtle.encrypt(how, key, utf8('secret'));
                  console.log(name, sealed.byteLength, new TextDecoder().decode(await subtle.decrypt(how, key, sealed)));
                }
                for (const how of [{ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
                  { name: 'RSA-PSS', modulusLength: 2048, hash: 'SHA-256', saltLength: 32 }]) {
                  const pair = await subtle.generateKey(how, true, ['sign', 'verify']);
                  const sign = await subtle.sign(how, pair.privateKey, utf8('x'));
                  console.log(how.name, sign.byteLength, await subtle.verify(how, pair.publicKey, sign, utf8('x')),
                    await subtle.verify(how, pair.publicKey, sign, utf8('y')));
                }
                await subtle.deriveKey().catch(error => console.log(error.name));
                console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
                console.log(crypto.getRandomValues(new Uint32Array(4)).some(one => one > 0xffff));
                """))
        .containsExactly(
            "a9993e364706816aba3e25717850c26c9cd0d89d",
            "5bdcc146bf60754e false",
            "{\"kty\":\"oct\",\"k\":\"SmVmZQ\",\"alg\":\"HS256\",\"ext\":true,\"key_ops\":[\"sign\",\"verify\"]}",
            "AES-CBC 16 secret",
            "AES-GCM 22 secret",
            "AES-CTR 6 secret",
            "ECDSA 64 true false",
            "RSA-PSS 256 true false",
            "NotSupportedError",
            "true",
            "true");
  }

  @Test
  void texts_become_bytes_and_bytes_texts() throws Exception {
    assertThat(
            lines(
                "",
                """
                console.log(hex(utf8('é서😀')), new TextDecoder().decode(utf8('\\ufeffé서😀')));
                console.log(JSON.stringify(new TextEncoder().encodeInto('a서b', new Uint8Array(4))));
                console.log(new TextDecoder('latin1').decode(new Uint8Array([0xe9])));
                console.log(new TextDecoder().decode(new Uint8Array([0x61, 0xff])) === 'a\\ufffd');
                try {
                  new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]));
                } catch (error) {
                  console.log(error.name);
                }
                """))
        .containsExactly(
            "c3a9ec849cf09f9880 é서😀", "{\"read\":2,\"written\":4}", "é", "true", "TypeError");
  }
}
