//! The words of SQL and what each is in a statement, over the dialects of the common databases.

use super::token::Role;
use crate::vocabulary::{Hash, Index, distinct, next_word};

/// Words by role. What is plain English too stands where English is allowed for: in `Role::ProseCall`, `Role::Object` and the
/// like, whose rules ask for more than the word.
const WORDS: &[(Role, &str)] = &[
    (Role::Union, "union intersect except minus"),
    (Role::Select, "select"),
    (Role::From, "from"),
    (Role::Where, "where"),
    (Role::And, "and or xor"),
    (Role::Not, "not binary"),
    (Role::Like, "like rlike regexp ilike glob is in between similar match against div mod sounds eqv imp"),
    (Role::All, "all distinct distinctrow top sql_no_cache straight_join"),
    (Role::Order, "order group partition"),
    (Role::By, "by"),
    (Role::Having, "having"),
    (Role::Limit, "limit offset fetch"),
    (Role::Into, "into"),
    (Role::File, "outfile dumpfile"),
    (Role::Values, "values"),
    (Role::Insert, "insert replace_into merge upsert"),
    (Role::Update, "update"),
    (Role::Set, "set"),
    (Role::Delete, "delete"),
    (Role::Drop, "drop"),
    (Role::Create, "create alter truncate rename"),
    (Role::Exec, "exec execute call"),
    (Role::Declare, "declare"),
    (Role::Wait, "waitfor"),
    (Role::Delay, "delay"),
    (Role::Begin, "begin goto return print"),
    (Role::Shutdown, "shutdown"),
    (Role::If, "if while"),
    (Role::Case, "case"),
    (Role::When, "when"),
    (Role::Then, "then else end"),
    (Role::Null, "null true false unknown"),
    (Role::Exists, "exists"),
    (Role::As, "as"),
    (Role::Join, "join"),
    (Role::Direction, "asc desc"),
    (Role::Procedure, "procedure"),
    (Role::Object, "table schema view index trigger function login role column tablespace sequence tables"),
    (
        Role::Type,
        "int integer bigint smallint varchar nvarchar varchar2 nchar numeric decimal bool boolean jsonb json text bytea signed unsigned double regclass",
    ),
    (
        Role::StrongCall,
        "concat_ws group_concat string_agg array_agg xmlagg xmlelement wm_concat listagg extractvalue updatexml xmltype load_file \
 lo_import lo_export lo_get lo_from_bytea pg_sleep pg_read_file pg_ls_dir pg_read_binary_file pg_stat_file benchmark \
 randomblob zeroblob load_extension sqlite_version sqlite_compileoption_get sqlite_compileoption_used unhex aes_decrypt \
 aes_encrypt des_decrypt des_encrypt name_const json_extract json_keys json_object json_arrayagg json_build_object \
 jsonb_pretty row_to_json json_agg query_to_xml database_to_xml table_to_xml xpath_exists find_in_set make_set export_set \
 elt char_length character_length octet_length bit_length substring_index regexp_substr regexp_like db_name object_id \
 object_name col_name host_name suser_name suser_sname user_name schema_name is_srvrolemember is_member serverproperty \
 fn_sqlvarbasetostr fn_xe_file_target_read_file fn_trace_gettable openrowset opendatasource openquery bulk_insert \
 sysdate getdate connection_id last_insert_id row_count found_rows master_pos_wait gtid_subset gtid_subtract \
 st_latfromgeohash st_longfromgeohash st_pointfromgeohash polygon multipoint multipolygon linestring multilinestring \
 geometrycollection to_char to_number to_date nvl2 rawtohex hextoraw utl_raw bitand dbms_pipe dbms_lock dbms_ldap \
 dbms_java dbms_java_test dbms_xmlgen dbms_xslprocessor dbms_scheduler dbms_utility dbms_export_extension \
 dbms_cdc_publish ctxsys drithsx utl_inaddr utl_http utl_file utl_smtp utl_tcp urifactory httpuritype sys_context \
 sys_connect_by_path quote_literal quote_ident current_setting set_config inet_server_addr inet_client_addr \
 inet_ntoa inet_aton uuid_short release_lock get_lock is_free_lock is_used_lock xp_cmdshell xp_dirtree xp_fileexist \
 xp_regread xp_regwrite xp_servicecontrol xp_availablemedia xp_subdirs xp_loginconfig xp_makecab xp_ntsec_enumdomains \
 xp_terminate_process xp_enumgroups xp_enumdsn xp_delete_file sp_executesql sp_password sp_makewebtask \
 sp_oacreate sp_oamethod sp_addextendedproc sp_configure sp_helptext sp_addsrvrolemember sp_msforeachtable \
 sp_start_job sp_execute_external_script filetoblob filetoclob lotofile dbinfo ifnull  \
 asciistr unistr crc32 old_password from_base64 to_base64 uncompress uncompressed_length \
 hashbytes newid cast_to_raw convert_from convert_to jsonb_each \
 jsonb_object_keys jsonb_array_elements json_array_length json_each json_tree analyse",
    ),
    (
        Role::Call,
        "substring substr ascii char chr unichar concat hex ord bin oct cast convert md5 sha sha1 sha2  \
 isnull coalesce nvl nullif nullifzero database version current_user session_user system_user lower upper lcase ucase \
 rtrim ltrim lpad rpad strcmp greatest least conv instr charindex patindex \
 len datalength to_ascii pi sqrt atan2 ceil regexp_count regexp_instr \
 regexp_replace starts_with initcap crypt gen_random_uuid encrypt decrypt soundex \
 datediff dateadd datepart to_timestamp unix_timestamp from_unixtime str_to_date date_format curdate curtime \
 utc_date utc_time utc_timestamp current_date current_time current_timestamp localtime localtimestamp charset \
 coercibility iif try_cast try_convert checksum binary_checksum xmlparse unnest unnset \
 string_to_array array_to_string generate_series string_split likelihood typeof total_changes \
 sqlite_source_id last_insert_rowid replicate sleep",
    ),
    (
        Role::ProseCall,
        "trim quote changes stuff likely unlikely digest compress translate locate collation str encode decode left right replace format repeat space count floor round length user date year month second reverse field \
 position rand cos sin tan log exp mid abs sign max min avg sum power ceiling quarter hour minute day \
 asin acos atan cot degrees radians std stddev variance interval",
    ),
    (
        Role::StrongName,
        "information_schema pg_catalog pg_user pg_shadow pg_database pg_tables pg_class pg_attribute pg_namespace pg_authid \
 pg_roles pg_stat_activity sysobjects syscolumns sysusers sysdatabases syslogins sysprocesses sysxlogins systables \
 syscat sysibm all_tables all_tab_columns all_tab_tables all_users all_objects all_source user_tables \
 user_tab_columns user_objects user_tab_partitions user_constraints dba_users dba_tables dba_data_files \
 tab_columns all_constraints sqlite_master sqlite_schema sqlite_temp_master msysaccessobjects \
 msysobjects msysaces msysqueries msysrelationships msysaccessxml msysaccessstorage msysmodules msysdb  \
 table_schema table_name column_name schemata innodb_table_stats innodb_index_stats \
 rdb$fields rdb$types rdb$relations rdb$collations rdb$database rdb$users mon$attachments sysmaster systabnames \
 sysfiles syssegments syspermissions sysfulltextcatalogs sql_variant secpol db2inst1 \
 version_compile_os version_compile_machine key_column_usage column_privileges referential_constraints \
 routine_definition sysfilegroups sysindexes sysconstraints",
    ),
    (
        Role::Column,
        "password passwd pwd pass username user_login user_pass user_password user_email userid user_id  \
 passhash password_hash pass_hash admin_pass admin_password credit_card creditcard cc_number ssn uname upass \
 admin_user adminpass usr_pass api_key",
    ),
];

/// No word of the table is longer.
const LONGEST: usize = 32;

/// The words, and the role of each.
static INDEX: Index<{ distinct(WORDS) }> = Index::build(WORDS);
static ROLES: [Role; distinct(WORDS)] = roles();

#[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
const fn roles() -> [Role; distinct(WORDS)] {
    let index = &Index::<{ distinct(WORDS) }>::build(WORDS);
    let mut roles = [Role::Plain; distinct(WORDS)];
    let mut list = 0;
    while list < WORDS.len() {
        let (role, words) = WORDS[list];
        let mut word = next_word(words.as_bytes(), 0);
        while word.0 < word.1 {
            if let Some(place) = index.find(Hash::of_const(words.as_bytes(), word.0, word.1)) {
                roles[place] = role;
            }
            word = next_word(words.as_bytes(), word.1);
        }
        list += 1;
    }
    roles
}

/// The role of what stands between two places of a text in lower case.
pub fn role_of(text: &[u8], start: usize, end: usize) -> Role {
    if start >= end || end - start > LONGEST {
        return Role::Plain;
    }
    let place = INDEX.find(Hash::of(text, start, end));
    place.and_then(|place| ROLES.get(place)).copied().unwrap_or(Role::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_with_its_role_and_stands_there_once() {
        let mut seen = Vec::new();
        for (role, words) in WORDS {
            for word in words.split_ascii_whitespace() {
                assert_eq!(role_of(word.as_bytes(), 0, word.len()), *role, "{word}");
                assert!(word.len() <= LONGEST, "{word}");
                assert!(!seen.contains(&word), "{word} stands in the table twice");
                seen.push(word);
            }
        }
        assert_eq!(role_of(b"paint", 0, 5), Role::Plain);
    }
}
