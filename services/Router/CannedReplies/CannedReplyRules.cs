using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.CannedReplies;

/// <summary>What a canned reply may be: checked when it is written, so that nobody finds out before a customer.</summary>
internal static class CannedReplyRules
{
    public static readonly string[] Languages = ["zh-CN", "en"];

    private static readonly string[] Kinds = ["reply", "ask_order_number"];
    private static readonly string[] Scopes = ["all", "queue", "personal"];
    private static readonly string[] Ends = ["resolve", "wait_customer", "wait_third_party", "hand_over"];

    public static Problems Check(CannedReplyRequest request)
    {
        var problems = new Problems()
            .Add(request.Name is not { Length: > 0 and <= 100 }, "name", "A name has 1 to 100 characters.")
            .Add(!Kinds.Contains(request.Kind), "kind", $"Write one of {string.Join(", ", Kinds)}.")
            .Add(!Scopes.Contains(request.Scope), "scope", $"Write one of {string.Join(", ", Scopes)}.")
            .Add(
                (request.Scope == "queue") != (request.QueueId is not null),
                "queue_id",
                "Name a queue for that scope."
            )
            .Add(request.Texts.Count == 0 && request.Actions.Count == 0, "texts", "Write a text, or an action.")
            .Add(request.Texts.Keys.Except(Languages).Any(), "texts", $"Write {string.Join(" or ", Languages)}.")
            .Add(
                request.Texts.Values.Any(text => text is not { Length: > 0 and <= 2000 }),
                "texts",
                "A text has 1 to 2,000 characters."
            );
        var unknown = request.Texts.Values.SelectMany(CannedText.Variables).Except(CannedText.Known).ToList();
        problems.Add(
            unknown.Count > 0,
            "texts",
            $"There is no variable {string.Join(", ", unknown)}; there are {string.Join(", ", CannedText.Known)}."
        );
        for (var i = 0; i < request.Actions.Count; i++)
        {
            problems.Add(Mistake(request.Actions[i]) is not null, $"actions[{i}]", Mistake(request.Actions[i]) ?? "");
        }

        return problems.Add(
            request.Actions.Count(action => Ends.Contains(action.Do)) > 1,
            "actions",
            "A macro resolves, waits or hands over: one of them, once."
        );
    }

    private static string? Mistake(CannedAction action) =>
        action.Do switch
        {
            "resolve" => null,
            "wait_customer" or "wait_third_party" => string.IsNullOrWhiteSpace(action.Reason)
                ? "Say what is waited for."
                : TooLong(action.Reason),
            "priority" => WireName<Priority>.TryParse(action.Value ?? "", out _) ? null : "Name a priority.",
            "note" => action.Value is { Length: > 0 and <= 4000 } ? null : "A note has 1 to 4,000 characters.",
            "hand_over" => action.QueueId is null
            || string.IsNullOrWhiteSpace(action.Reason)
            || string.IsNullOrWhiteSpace(action.Promised)
                ? "Name the queue, the reason and what is promised."
                : TooLong(action.Reason) ?? TooLong(action.Promised),
            _ => "There is no such action.",
        };

    private static string? TooLong(string text) => text.Length > Reasons.MaxLength ? Reasons.Message : null;
}
