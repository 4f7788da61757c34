using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Parking;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Parked;

/// <summary>What any service could not process: listed, and replayed when a person says so.</summary>
internal static class ParkedEndpoints
{
    private const int MaxPage = 200;

    public static void MapParked(this IEndpointRouteBuilder api)
    {
        api.MapGet("/parked", ListAsync).RequireAuthorization(Allow.Admins).WithName("ListParked");
        api.MapPost("/parked/{id:long}/replay", ReplayAsync)
            .RequireAuthorization(Allow.Admins)
            .WithName("ReplayParked");
    }

    private static async Task<Ok<Page<ParkedView>>> ListAsync(
        ParkedMessages parked,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var after = long.TryParse(Cursor.Read(cursor, 1)?[0], out var id) ? id : 0;
        var rows = await parked.ListAsync(after, size, cancellationToken);
        return TypedResults.Ok(
            new Page<ParkedView>(
                [.. rows.Select(ToView)],
                rows.Count < size ? null : Cursor.Write(rows[^1].ParkedId.ToString())
            )
        );
    }

    private static async Task<Results<Accepted, NotFound, ProblemHttpResult>> ReplayAsync(
        long id,
        ClaimsPrincipal user,
        ParkedMessages parked,
        CancellationToken cancellationToken
    ) =>
        await parked.RequestReplayAsync(id, Caller.From(user).Id.ToString(), cancellationToken) switch
        {
            true => TypedResults.Accepted((string?)null),
            false => TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "It cannot be replayed: its body is none of our messages."
            ),
            null => TypedResults.NotFound(),
        };

    private static ParkedView ToView(ParkedMessage message) =>
        new(
            message.ParkedId,
            message.Service,
            message.MessageType,
            message.Reason,
            message.Body,
            message.ParkedAt.ToDateTimeOffset(),
            message.ReplayRequestedAt is not null
        );
}
