using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk;

/// <summary>How people sign in, and for how long.</summary>
internal sealed class DeskOptions
{
    public const string Section = "Desk";

    /// <summary>The account made at the first start, while there is no admin.</summary>
    public FirstAdminOptions FirstAdmin { get; init; } = new();

    /// <summary>True where a proxy in front speaks https and this process only http: every request then counts as https.</summary>
    public bool BehindTls { get; init; }

    /// <summary>Addresses of proxies that are believed who a request comes from (X-Forwarded-For); those on this machine always are.</summary>
    [Addresses]
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>A session that is not used for so long ends.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A session ends after so long, used or not.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionLongest { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Wrong passwords in a row before an account is locked.</summary>
    [Range(2, 100)]
    public int LockAfter { get; init; } = 5;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts to sign in that one address may make in a minute.</summary>
    [Range(1, 10_000)]
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>No refusal is answered sooner, so that its time tells nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan RefusalTakes { get; init; } = TimeSpan.FromMilliseconds(400);
}

/// <summary>Each one is an IP address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressesAttribute() : ValidationAttribute("{0} must hold IP addresses.")
{
    public override bool IsValid(object? value) =>
        value is IReadOnlyList<string> addresses && addresses.All(address => IPAddress.TryParse(address, out _));
}

/// <summary>There is no default password: without one no account is made.</summary>
internal sealed class FirstAdminOptions
{
    public string UserName { get; init; } = "admin";
    public string? Password { get; init; }
}

[OptionsValidator]
internal sealed partial class DeskOptionsValidator : IValidateOptions<DeskOptions>;
