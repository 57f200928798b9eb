/* @theme */
/* @search */
