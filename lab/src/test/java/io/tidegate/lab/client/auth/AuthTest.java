package io.tidegate.lab.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AuthTest {

  private static String answer(String challenge, String cnonce) {
    return String.valueOf(
        DigestAuth.answer(challenge, "GET", "/dir/index.html", "Mufasa", "Circle of Life", cnonce));
  }

  /** RFC 7616 §3.9.1. */
  @Test
  void the_answers_are_those_of_the_rfc() {
    String rest =
        ", qop=\"auth, auth-int\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    assertThat(answer("Digest realm=\"http-auth@example.org\", algorithm=MD5" + rest, cnonce))
        .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
        .contains("algorithm=\"MD5\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
        .contains("qop=auth, nc=00000001, cnonce=\"" + cnonce + '"')
        .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=");
    assertThat(answer("Digest realm=\"http-auth@example.org\", algorithm=SHA-256" + rest, cnonce))
        .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
  }

  /** RFC 2069 §2.4, as corrected: no quality, no algorithm. */
  @Test
  void an_old_server_gets_an_old_answer() {
    assertThat(
            DigestAuth.answer(
                "digest realm=\"testrealm@host.com\",nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",opaque=\"5ccc\"",
                "GET",
                "/dir/index.html",
                "Mufasa",
                "CircleOfLife",
                "x"))
        .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
        .doesNotContain("qop", "cnonce", "algorithm");
  }

  @Test
  void what_cannot_be_answered_is_not() {
    assertThat(answer("Basic realm=\"x\"", "c")).isEqualTo("null");
    assertThat(answer("Digest realm=\"x\"", "c")).isEqualTo("null");
    assertThat(answer("Digest nonce=\"x\", algorithm=ROT13", "c")).isEqualTo("null");
    assertThat(answer("Digest nonce=\"x\", qop=\"auth-int\"", "c")).isEqualTo("null");
  }

  @Test
  void basic_is_a_header_and_ntlm_is_not_here() {
    assertThat(AuthMethod.basic("Aladdin", "open sesame"))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(AuthMethod.of("digest")).isEqualTo(AuthMethod.DIGEST);
    assertThatThrownBy(() -> AuthMethod.of("ntlm"))
        .hasMessageStartingWith("auth 'ntlm' is not supported");
  }
}
