using Microsoft.AspNetCore.Builder;

namespace TriageMesh.Platform.Http;

/// <summary>Commands that bring or answer a password, a token or a key.</summary>
public static class SecretCommands
{
    /// <summary>
    /// Under an <c>Idempotency-Key</c> it is remembered that such a command was done, never what it said: sent again it is refused
    /// with 409 and the place of what it made.
    /// </summary>
    public static TBuilder CarriesSecret<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Mark());

    /// <summary>On the endpoint.</summary>
    public sealed record Mark;
}
