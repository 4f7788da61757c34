using Microsoft.AspNetCore.Http;

namespace TriageMesh.Desk.Audit;

/// <summary>What is written into the audit log. Every route that changes something is in here, or is everyday work whose history stands elsewhere.</summary>
internal static class AuditActs
{
    public static readonly AuditAct SignedIn = new("sign_in", "signed_in");
    public static readonly AuditAct SignInRefused = new("sign_in", "sign_in_refused");
    public static readonly AuditAct SignInLocked = new("sign_in", "sign_in_locked");

    /// <summary>A change that has no name in here yet: better an odd line than none.</summary>
    public static readonly AuditAct Other = new("other", "other_change");

    /// <summary>The first that fits counts; <c>{}</c> stands for the id of what it is done to.</summary>
    public static readonly IReadOnlyList<AuditedRoute> Routes =
    [
        new("sign_in", "password_changed", "PUT /desk/me/password"),
        new("sign_in", "provider_unlinked", "DELETE /desk/openid/links"),
        new("accounts", "account_added", "POST /desk/accounts"),
        new("accounts", "account_changed", "PUT /desk/accounts/{}"),
        new("accounts", "account_unlinked", "DELETE /desk/accounts/{}/openid/links"),
        new("tokens", "token_made", "POST /desk/tokens"),
        new("tokens", "token_revoked", "DELETE /desk/tokens/{}"),
        new("export", "audit_exported", "GET /desk/audit.csv"),
        new("export", "mentions_exported", "GET /desk/api/export/mentions.jsonl"),
        new("export", "tickets_exported", "GET /desk/api/export/tickets.jsonl"),
        new("export", "tickets_exported", "GET /desk/api/export/tickets.csv"),
        new("export", "corrections_exported", "GET /desk/classifier/corrections.jsonl"),
        new("personal_data", "person_exported", "GET /desk/api/persons/export"),
        new("personal_data", "person_erased", "POST /desk/api/persons/erase"),
        new("personal_data", "corrections_erased", "DELETE /desk/classifier/corrections"),
        new("personal_data", "corrections_erased", "DELETE /desk/classifier/corrections/{}"),
        new("webhooks", "webhook_added", "POST /desk/api/webhooks"),
        new("webhooks", "webhook_changed", "PUT /desk/api/webhooks/{}"),
        new("webhooks", "webhook_removed", "DELETE /desk/api/webhooks/{}"),
        new("webhooks", "webhook_secret_renewed", "POST /desk/api/webhooks/{}/secret"),
        new("webhooks", "webhook_tested", "POST /desk/api/webhooks/{}/test"),
        new("webhooks", "delivery_retried", "POST /desk/api/webhooks/{}/deliveries/{}/retry"),
        new("policies", "policies_ordered", "PUT /desk/api/policies/order"),
        new("policies", "policy_changed", "PUT /desk/api/policies/{}"),
        new("policies", "policy_retired", "DELETE /desk/api/policies/{}"),
        new("policies", "recalculation_started", "POST /desk/api/recalculations"),
        new("policies", "duty_changed", "PUT /desk/api/duties/{}"),
        new("calendars", "calendar_changed", "PUT /desk/api/calendars/{}"),
        new("calendars", "calendar_removed", "DELETE /desk/api/calendars/{}"),
        new("calendars", "calendar_imported", "POST /desk/api/calendars/{}/import"),
        new("team", "agent_changed", "PUT /desk/api/agents/{}"),
        new("team", "agent_rate_changed", "PUT /desk/api/agents/{}/rate"),
        new("team", "shift_changed", "PUT /desk/api/agents/{}/shift"),
        new("team", "shift_removed", "DELETE /desk/api/agents/{}/shift"),
        new("team", "queue_changed", "PUT /desk/api/queues/{}"),
        new("team", "queue_assignment_changed", "PUT /desk/api/queues/{}/assignment"),
        new("wording", "canned_reply_changed", "PUT /desk/api/canned-replies/{}"),
        new("wording", "canned_reply_removed", "DELETE /desk/api/canned-replies/{}"),
        new("wording", "order_pattern_changed", "PUT /desk/api/order-patterns/{}/{}"),
        new("wording", "order_pattern_removed", "DELETE /desk/api/order-patterns/{}/{}"),
        new("authors", "author_tier_changed", "PUT /desk/api/authors/tier"),
        new("parked", "parked_replayed", "POST /desk/api/parked/{}/replay"),
        new("models", "model_promoted", "POST /desk/classifier/model-versions/{}/promote"),
        new("models", "model_rolled_back", "POST /desk/classifier/model-versions/rollback"),
        new("models", "retraining_started", "POST /desk/classifier/retrainings"),
        new("models", "mentions_rescored", "POST /desk/classifier/rescore"),
        new("models", "label_rule_changed", "PUT /desk/classifier/rules/{}"),
        new("models", "label_rule_removed", "DELETE /desk/classifier/rules/{}"),
        new("import", "mentions_imported", "POST /desk/ingest/import"),
    ];

    /// <summary>Work on tickets and praise has its own history, event by event; one's own desk and mere trials are nobody else's business.</summary>
    private static readonly string[] Everyday =
    [
        "/desk/sign-in",
        "/desk/sign-out",
        "/desk/me",
        "/desk/live",
        "/desk/api/me",
        "/desk/api/tickets",
        "/desk/api/mentions",
        "/desk/api/praise",
        "/desk/api/takedowns",
        "/desk/api/calendars/preview",
        "/desk/api/recalculations/preview",
        "/desk/classifier/rules/try",
        "/desk/classifier/classify",
    ];

    private static readonly AuditedRoute Presence = new("", "", "PUT /desk/api/agents/{}/presence");

    /// <summary>Every act there is, for whoever has words for them.</summary>
    public static IEnumerable<AuditAct> All =>
        Routes.Select(route => route.Act).Concat([SignedIn, SignInRefused, SignInLocked, Other]).Distinct();

    /// <summary>What a request is, and to what; null where it need not be written down.</summary>
    public static (AuditAct Act, string? Target)? Of(HttpRequest request) =>
        Of(request.Method, request.Path.Value ?? "");

    public static (AuditAct Act, string? Target)? Of(string method, string path)
    {
        // A slash at the end leads to the same route.
        var parts = path.TrimEnd('/').Split('/');
        foreach (var route in Routes)
        {
            if (route.Fits(method, parts, out var target))
            {
                return (route.Act, target);
            }
        }

        return IsRead(method) || Presence.Fits(method, parts, out _) || IsEveryday(path)
            ? null
            : (Other, path[Math.Min(path.Length, "/desk/".Length)..]);
    }

    private static bool IsEveryday(string path) =>
        Everyday.Any(start =>
            path.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            && (path.Length == start.Length || path[start.Length] == '/')
        );

    private static bool IsRead(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}

/// <summary>Something that is written down.</summary>
internal sealed record AuditAct(string Area, string Name);

/// <summary>A route whose use is written down.</summary>
internal sealed class AuditedRoute
{
    private readonly string _method;
    private readonly string[] _parts;

    public AuditedRoute(string area, string act, string route)
    {
        Act = new AuditAct(area, act);
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        _method = route[..space];
        _parts = route[(space + 1)..].Split('/');
    }

    public AuditAct Act { get; }

    public bool Fits(string method, string[] given, out string? target)
    {
        target = null;
        if (!HttpMethods.Equals(method, _method) || given.Length != _parts.Length)
        {
            return false;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (_parts[i] == "{}")
            {
                target = target is null ? given[i] : $"{target}/{given[i]}";
            }
            else if (!given[i].Equals(_parts[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
