package io.tidegate.api.call;

import io.tidegate.http.server.Router;

/** A part of the API that knows its own routes. */
@FunctionalInterface
public interface Routes {

  /** Adds them. */
  void addTo(Router.Builder router);
}
