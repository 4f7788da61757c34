using System.CommandLine;
using TriageMesh.Contracts;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Cli.Import;

/// <summary>The options that say how a file is to be read.</summary>
internal sealed class ImportForm
{
    private readonly Argument<string> _file = new("FILE") { Description = "A JSONL or CSV file" };
    private readonly Option<string?> _format = new("--format") { Description = "By the file's extension unless given" };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "Found out unless given" };
    private readonly Option<string?> _source = new("--source")
    {
        Description = "The source that the mentions are recorded under (default: import)",
    };
    private readonly Option<string?> _channel = new("--channel") { Description = "For rows that name no channel" };
    private readonly Option<string?> _account = new("--account") { Description = "For rows that name no account" };
    private readonly Option<string?> _zone = new("--zone")
    {
        Description = "IANA time zone of times without offset, such as Asia/Shanghai",
    };
    private readonly Option<string[]> _map = new("--map")
    {
        Description = "FIELD=COLUMN, once for each column whose name says too little",
    };
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Read with what --save-profile saved under this name",
    };
    private readonly Option<string?> _saveProfile = new("--save-profile")
    {
        Description = "Save these options under a name, to be used again",
    };

    public ImportForm()
    {
        _format.AcceptOnlyFromAmong([.. WireName<ImportFormat>.All]);
        _encoding.AcceptOnlyFromAmong("utf-8", "gb18030");
        _map.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=') < 1) is { } wrong)
            {
                result.AddError($"--map {wrong.Value}: FIELD=COLUMN is needed");
            }
        });
        foreach (var profile in (Option<string?>[])[_profile, _saveProfile])
        {
            profile.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => token.Value.AsSpan().ContainsAny('/', '\\')))
                {
                    result.AddError($"{profile.Name}: a name is needed, not a path");
                }
            });
        }
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        foreach (
            var option in (Option[])
                [_format, _encoding, _source, _channel, _account, _zone, _map, _profile, _saveProfile]
        )
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was typed, completed by the profile; saved as one where that was asked for.</summary>
    public async Task<ImportOptions> ReadAsync(
        ParseResult parsed,
        RunDirectory run,
        CancellationToken cancellationToken
    )
    {
        var options = new ImportOptions
        {
            File = parsed.GetRequiredValue(_file),
            StateDirectory = run.Below("imports"),
            Format = parsed.GetValue(_format) is { } format ? WireName<ImportFormat>.Parse(format) : null,
            Encoding = parsed.GetValue(_encoding),
            Source = parsed.GetValue(_source),
            Channel = parsed.GetValue(_channel),
            Account = parsed.GetValue(_account),
            Zone = parsed.GetValue(_zone),
            Map = Map(parsed.GetValue(_map) ?? []),
        };
        if (parsed.GetValue(_profile) is { } profile)
        {
            options = options.With(await ImportProfile.LoadAsync(PathOf(run, profile), cancellationToken));
        }

        if (parsed.GetValue(_saveProfile) is { } name)
        {
            await ImportProfile.Of(options).SaveAsync(PathOf(run, name), cancellationToken);
        }

        return options;
    }

    private static Dictionary<string, string> Map(IEnumerable<string> pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=');
            map[pair[..at]] = pair[(at + 1)..];
        }

        return map;
    }

    private static string PathOf(RunDirectory run, string profile) =>
        Path.Combine(run.Below("import-profiles"), $"{profile}.json");
}
