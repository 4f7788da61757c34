using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Me;

/// <summary>GET /me: who the caller is to this service.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api) => api.MapGet("/me", GetAsync).WithName("GetMe");

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
}
