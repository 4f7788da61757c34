using NodaTime;

namespace TriageMesh.Router.Tickets;

/// <summary>The views of a queue, by the names that stand in the address.</summary>
internal static class TicketViews
{
    public const string All = "all";

    /// <summary>How near a due is that is called soon.</summary>
    public static readonly Duration Soon = Duration.FromMinutes(30);

    public static readonly IReadOnlyList<string> Names =
    [
        "mine",
        "unassigned",
        "team",
        "due_soon",
        "overdue",
        "waiting_customer",
        "reopened",
        "needs_review",
        "resolved",
        All,
    ];
}
