using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Database.Specs.Router;

/// <summary>The list that a figure of the board or of a report opens.</summary>
internal static class OpenedFigures
{
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
}
