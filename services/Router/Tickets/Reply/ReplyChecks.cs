using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>What a reply must pass before it is sent: the channel's length, no unfilled variable, nothing personal in public unless confirmed.</summary>
internal static class ReplyChecks
{
    public static ReplyCheck Check(StoredTicket ticket, string? orderNumber, string text, bool isPublic)
    {
        var (length, limit) = (ReplyLimits.Measure(ticket.Channel, text), ReplyLimits.Of(ticket.Channel));
        return new ReplyCheck(
            length,
            limit,
            length > limit,
            isPublic,
            isPublic ? PersonalData.Find(text, orderNumber) : [],
            CannedText.Variables(text)
        );
    }

    /// <summary>The refusal of a reply that does not pass; null where it does.</summary>
    public static CommandStop? Stop(ReplyCheck check, bool confirmed) =>
        check.TooLong
            ? Refused("too_long", $"The channel takes {check.Limit} characters; this has {check.Length}.", check)
        : check.Unfilled.Count > 0
            ? Refused("unfilled_variables", $"Fill in {string.Join(", ", check.Unfilled)}.", check)
        : check.PersonalData.Count > 0 && !confirmed
            ? Refused(
                "personal_data",
                $"Everybody could read {string.Join(", ", check.PersonalData)}: confirm, or take it out.",
                check
            )
        : null;

    private static CommandStop Refused(string reason, string message, ReplyCheck check) =>
        new(
            TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: message,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["reason"] = reason,
                    ["check"] = check,
                }
            )
        );
}
