using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/wait: the resolution clocks stand still until the customer or somebody else has acted.</summary>
internal static class WaitEndpoint
{
    public static void MapWait(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/wait", HandleAsync).WithName("WaitTicket");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        WaitRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(request.For is not ("customer" or "third_party"), "for", "Wait for customer or for third_party.")
            .Add(string.IsNullOrWhiteSpace(request.Reason), "reason", "Say what is waited for.")
            .Add(request.Reason is { Length: > Reasons.MaxLength }, "reason", Reasons.Message);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            session =>
                request.For == "customer" ? new WaitForCustomer(request.Reason) : new WaitForThirdParty(request.Reason),
            request.Reason,
            cancellationToken
        );
    }
}
