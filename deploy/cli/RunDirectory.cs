using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;

namespace TriageMesh.Cli;

/// <summary>Where a mesh keeps its settings: how the commands find the one that is meant.</summary>
internal sealed class RunDirectory
{
    private const string DefaultVariable = "TRIAGEMESH_RUN_DIR";
    private const string FileName = "mesh.json";

    private readonly IConfiguration _settings;

    private readonly string _directory;

    private RunDirectory(string directory, IConfiguration settings)
    {
        _directory = directory;
        _settings = settings;
    }

    /// <summary>The option that every command about a running mesh has.</summary>
    public static Option<string?> Option() =>
        new("--run-dir") { Description = "The run directory of the mesh (default: run/ in the checkout)" };

    /// <summary>Reads the settings: of the directory named, else of the file in MESH_CONFIG, else of the default directory.</summary>
    /// <exception cref="CommandException">There are none, or they cannot be read.</exception>
    public static RunDirectory Open(string? directory)
    {
        var file =
            directory is not null ? Path.Combine(directory, FileName)
            : Variable(MeshHost.ConfigurationFileVariable) is { } named ? named
            : Path.Combine(Variable(DefaultVariable) ?? "run", FileName);
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
        {
            throw new CommandException($"There is no {file}: start a mesh with deploy/up, or name its --run-dir.");
        }

        try
        {
            return new RunDirectory(
                Path.GetDirectoryName(file)!,
                new ConfigurationBuilder().AddMeshFiles(file).AddEnvironmentVariables().Build()
            );
        }
        catch (InvalidDataException wrong)
        {
            throw new CommandException(wrong.Message);
        }
    }

    /// <summary>A path below the run directory.</summary>
    public string Below(string name) => Path.Combine(_directory, name);

    /// <summary>One setting that must be there.</summary>
    public string Required(string key) =>
        _settings[key] is { Length: > 0 } value ? value : throw new CommandException($"The setting {key} is missing.");

    /// <summary>The base address of a service, with its slash.</summary>
    public Uri AddressOf(string service) =>
        Uri.TryCreate($"{Required($"{service}:Url").TrimEnd('/')}/", UriKind.Absolute, out var address)
            ? address
            : throw new CommandException($"The setting {service}:Url is no address.");

    /// <summary>A token signed with this mesh's key.</summary>
    public string Token(string name, Role role, TimeSpan lifetime)
    {
        var security = new SecurityOptions { SigningKey = Required("Security:SigningKey") };
        try
        {
            return new TokenIssuer(Options.Create(security), TimeProvider.System).Issue(
                new Caller(CallerIdentity.For(name), name, [role]),
                lifetime
            );
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentOutOfRangeException)
        {
            throw new CommandException("The setting Security:SigningKey must be at least 32 bytes as base64.");
        }
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
