using System.Net;
using System.Net.Sockets;

namespace TriageMesh.Router.Webhooks;

/// <summary>Where a webhook may lead. What an admin enters is still an address from outside: it must not become a way into the private network.</summary>
internal static class WebhookAddress
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/127"),
        IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>What is wrong with an address; null where it may be used.</summary>
    public static string? Problem(string? url, bool allowPrivate) =>
        url is null or { Length: 0 or > 2000 } || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? "Give a full address of at most 2,000 characters."
        : uri.Scheme != Uri.UriSchemeHttps && !(allowPrivate && uri.Scheme == Uri.UriSchemeHttp)
            ? "The address must begin with https://."
        : uri.UserInfo.Length > 0 ? "The address must hold no user name or password."
        : !allowPrivate && LeadsHome(uri.DnsSafeHost) ? "The address must not lead into a private network."
        : null;

    /// <summary>True for loopback, link-local, private and multicast addresses.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Private.Any(network => network.Contains(plain));
    }

    // This machine's own names need no look-up; what any other name stands for is seen when it is called.
    private static bool LeadsHome(string host)
    {
        var name = host.TrimEnd('.');
        return IPAddress.TryParse(name, out var address)
            ? IsPrivate(address)
            : name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Connects to the host's first address that is not private. Checked here, on the address that is used, because a name may change what it stands for.</summary>
    /// <exception cref="ForbiddenAddressException">The host has no such address.</exception>
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = addresses.Where(address => !IsPrivate(address)).ToArray();
        if (open.Length == 0)
        {
            throw new ForbiddenAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>All that a host's name stands for lies in a private network.</summary>
internal sealed class ForbiddenAddressException() : Exception("The address leads into a private network.");
