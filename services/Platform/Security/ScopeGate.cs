using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Platform.Security;

/// <summary>The area that an endpoint belongs to; null where it only passes on to a service that holds the program to its scopes.</summary>
public sealed record ScopeArea(string? Name);

/// <summary>Holds a program to the scopes of its token. Its roles are asked for as everybody's are; the scopes can only narrow them.</summary>
public static class ScopeGate
{
    /// <summary>Says which area these endpoints belong to; one that belongs to none is shut to limited tokens.</summary>
    public static TBuilder InArea<TBuilder>(this TBuilder endpoints, string area)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ScopeArea(area));

    /// <summary>Says that the service to which these endpoints pass on holds the program to its scopes.</summary>
    public static TBuilder ScopesHeldBehind<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ScopeArea(Name: null));

    internal static void UseScopeGate(this IApplicationBuilder app) => app.Use(HoldAsync);

    private static async Task HoldAsync(HttpContext context, RequestDelegate next)
    {
        var scopes = context
            .User.FindAll(ApiScopes.Claim)
            .Select(claim => claim.Value)
            .ToHashSet(StringComparer.Ordinal);
        if (scopes.Count == 0 || context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }

        var belongs = endpoint.Metadata.GetMetadata<ScopeArea>();
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var needed =
            belongs?.Name is not { } area ? null
            : reads ? ApiScopes.Read(area)
            : ApiScopes.Write(area);
        if (belongs is { Name: null } || (needed is not null && scopes.Contains(needed)))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = context,
                    ProblemDetails = new ProblemDetails
                    {
                        Status = StatusCodes.Status403Forbidden,
                        Title = "The token's scopes do not allow this.",
                        Detail = needed is null ? "No scope opens this." : $"It needs the scope {needed}.",
                    },
                }
            );
    }
}
