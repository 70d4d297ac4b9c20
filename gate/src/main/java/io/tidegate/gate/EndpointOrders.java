package io.tidegate.gate;

import io.tidegate.gate.sight.EndpointKey;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has ordered of endpoints. It holds until it is taken back, also for an endpoint
 * that another configuration makes anew; not over a start. Confined to the gate's lock.
 */
final class EndpointOrders {

  /** Null in it: nothing was said of that. */
  private record Order(@Nullable Boolean drained, @Nullable Double weight) {
    static final Order NONE = new Order(null, null);

    Order with(@Nullable Boolean drain, @Nullable Double weigh) {
      return new Order(drain == null ? drained : drain, weigh == null ? weight : weigh);
    }
  }

  private final Map<EndpointKey, Order> orders = new HashMap<>();

  void give(String upstream, Endpoint endpoint, @Nullable Boolean drain, @Nullable Double weight) {
    EndpointKey key = new EndpointKey(upstream, endpoint.name());
    orders.merge(key, Order.NONE.with(drain, weight), (before, _) -> before.with(drain, weight));
    if (drain != null) endpoint.drain(drain);
    if (weight != null) endpoint.weigh(weight);
  }

  /** Tells an upstream that was made what was said before of endpoints with these names. */
  void apply(Upstream upstream) {
    for (Endpoint endpoint : upstream.endpoints()) {
      Order order =
          orders.getOrDefault(new EndpointKey(upstream.name(), endpoint.name()), Order.NONE);
      if (Boolean.TRUE.equals(order.drained)) endpoint.drain(true);
      if (order.weight != null) endpoint.weigh(order.weight);
    }
  }
}
