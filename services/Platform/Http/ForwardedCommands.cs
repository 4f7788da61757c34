using Microsoft.AspNetCore.Builder;

namespace TriageMesh.Platform.Http;

/// <summary>Stands on endpoints that only pass commands on: the service behind them remembers their keys.</summary>
public sealed record ForwardedCommands;

/// <summary>How an endpoint says that it passes commands on.</summary>
public static class CommandForwarding
{
    /// <summary>Leaves the keys of commands to the service behind: in one database a key would be found taken by its own forwarding.</summary>
    public static TBuilder KeysKeptBehind<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ForwardedCommands());
}
