using Microsoft.AspNetCore.Builder;

namespace TriageMesh.Platform.Http;

/// <summary>Endpoints that only pass a command on.</summary>
public static class DoneBehind
{
    /// <summary>The service behind keeps the <c>Idempotency-Key</c>: kept here too, the command would be taken for another one there.</summary>
    public static TBuilder CommandsDoneBehind<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    internal sealed record Mark;
}
