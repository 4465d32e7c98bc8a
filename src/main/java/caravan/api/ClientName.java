package caravan.api;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/** By what name a client's limits are kept: its token's or user's, or the address that its requests come from. */
final class ClientName {

    private ClientName() {}

    static String of(RoutingContext request) {
        return name(Optional.ofNullable(request.user()), request.request().remoteAddress());
    }

    static String of(Message message) {
        return name(
                Optional.ofNullable(message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class)),
                message.getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS, SocketAddress.class));
    }

    private static String name(Optional<User> user, SocketAddress address) {
        return user.map(known -> known.principal().getString("username")).orElseGet(() -> Optional.ofNullable(address)
                .map(SocketAddress::hostAddress)
                .orElse("unknown"));
    }
}
