package peer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Service;

/** Design b: a conditional UPDATE and an INSERT that a UNIQUE constraint guards. */
@Service
@ConditionalOnProperty(name = "coupon.mode", havingValue = "conditional", matchIfMissing = true)
public class ConditionalDesk implements ClaimDesk {
  private final ClaimTable table;

  ConditionalDesk(ClaimTable table) {
    this.table = table;
  }

  @Override
  public ClaimState claim(long offer, long user) {
    return table.takeOne(offer, user);
  }

  @Override
  public ClaimState status(long offer, long user) {
    return table.has(offer, user) ? ClaimState.ISSUED : ClaimState.UNKNOWN;
  }
}
