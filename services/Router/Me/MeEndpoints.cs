using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Me;

/// <summary>GET /me: who the caller is to this service. POST /me/heartbeat: that they are still there.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", GetAsync).WithName("GetMe");
        api.MapPost("/me/heartbeat", BeatAsync).RequireAuthorization(Allow.Support).WithName("Heartbeat");
    }

    private static async Task<Ok<MeView>> GetAsync(
        ClaimsPrincipal user,
        AgentStore agents,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        return TypedResults.Ok(
            new MeView(caller.Id, caller.Name, caller.Roles, await agents.FindAsync(caller.Id, cancellationToken))
        );
    }

    private static async Task<Ok<HeartbeatView>> BeatAsync(
        ClaimsPrincipal user,
        Presence presence,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            new HeartbeatView((await presence.BeatAsync(Caller.From(user).Id, cancellationToken))?.ToDateTimeOffset())
        );
}
