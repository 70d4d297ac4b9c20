package io.tidegate.lab.output;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of a server to which an output writes. */
final class HttpTarget {

  private HttpTarget() {}

  static URI parse(String url) throws OutputException {
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) return uri;
    } catch (URISyntaxException e) {
      // told below with all other addresses that are none
    }
    throw new OutputException("'" + url + "' is no address such as http://localhost:8086/k6");
  }

  /** The server without a path, and without the name and password that an address may have. */
  static URI root(URI uri) {
    String host = uri.getScheme() + "://" + uri.getHost();
    return URI.create(uri.getPort() < 0 ? host : host + ":" + uri.getPort());
  }

  /** The same without the name and password that it may have. */
  static URI withoutUser(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(root(uri) + uri.getRawPath() + query);
  }
}
