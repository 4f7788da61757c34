using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>The list that a figure of the board or of a report opens.</summary>
internal static class OpenedFigures
{
    /// <summary>Asks for everything.</summary>
    public static readonly ListTicketsRequest Blank = new(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null
    );

    /// <summary>Every page of it.</summary>
    public static async Task<IReadOnlyList<long>> OpenAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        ListTicketsRequest request
    )
    {
        var found = new List<long>();
        for (string? cursor = null; ; )
        {
            var answer = await world.AskAsync(person, request with { Cursor = cursor, Limit = 4 });
            var page = answer.Result.ShouldBeOfType<Ok<Page<TicketRow>>>().Value!;
            found.AddRange(page.Items.Select(row => row.Id));
            if ((cursor = page.Next) is null)
            {
                return found;
            }
        }
    }

    public static Task<Results<Ok<Page<TicketRow>>, ValidationProblem>> AskAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        ListTicketsRequest request
    ) =>
        ListTicketsEndpoint.HandleAsync(
            request,
            person,
            world.Get<TicketListing>(),
            world.Get<NpgsqlDataSource>(),
            Stop
        );
}
